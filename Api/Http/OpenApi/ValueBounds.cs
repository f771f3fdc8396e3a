using System.Globalization;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.OpenApi;

namespace Events.Api.Http.OpenApi;

/// <summary>Lengths, ranges and forms of values, as the validators of records check them.</summary>
internal sealed class ValueBounds
{
    private readonly ILookup<(Type, string), (bool OfItems, string? ErrorCode, IPropertyValidator Validator)> _rules = (
        from validator in typeof(Validation).Assembly.GetTypes()
        where typeof(IValidator).IsAssignableFrom(validator) && validator is { IsAbstract: false, ContainsGenericParameters: false }
        let type = validator.BaseType!.GetGenericArguments()[0]
        from rule in ((IValidator)Activator.CreateInstance(validator, nonPublic: true)!).CreateDescriptor().Rules
        where rule.PropertyName is not null
        from component in rule.Components
        select (Key: (type, rule.PropertyName), Rule: (IsOfItems(rule), (string?)component.ErrorCode, component.Validator)))
        .ToLookup(pair => pair.Key, pair => pair.Rule);

    /// <summary>Adds to the schema of a member what its values must be.</summary>
    public void Apply(IOpenApiSchema schema, Type type, string member)
    {
        foreach (var (ofItems, errorCode, validator) in _rules[(type, member)])
        {
            if ((ofItems ? schema.Items : schema) is OpenApiSchema bounded)
                Apply(bounded, errorCode, validator);
        }
    }

    private static void Apply(OpenApiSchema schema, string? errorCode, IPropertyValidator validator)
    {
        if (errorCode == Validation.Missing && schema.Type is JsonSchemaType.String)
            schema.MinLength = 1;
        switch (validator)
        {
            case ILengthValidator { Max: > 0 } length:
                schema.MaxLength = length.Max;
                break;
            case IBetweenValidator between:
                schema.Minimum = Convert.ToString(between.From, CultureInfo.InvariantCulture);
                schema.Maximum = Convert.ToString(between.To, CultureInfo.InvariantCulture);
                break;
            case IRegularExpressionValidator form:
                // \z is the end in .NET, $ in ECMAScript.
                schema.Pattern = form.Expression.Replace(@"\z", "$", StringComparison.Ordinal);
                break;
        }
    }

    private static bool IsOfItems(IValidationRule rule) =>
        rule.GetType().GetInterfaces().Any(it => it.IsGenericType && it.GetGenericTypeDefinition() == typeof(ICollectionRule<,>));
}
