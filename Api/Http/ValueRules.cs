using System.Text.RegularExpressions;
using Events.Domain.People;
using Events.Domain.Values;
using FluentValidation;

namespace Events.Api.Http;

/// <summary>Rules that the validators of several records share.</summary>
internal static partial class ValueRules
{
    private const int LongestText = 20_000;
    private const int LongestUrl = 2_000;
    private const int MostExternalIds = 100;

    /// <summary>Must say something, in at most so many characters.</summary>
    public static IRuleBuilderOptions<T, string> Said<T>(this IRuleBuilder<T, string> rule, int most) => rule
        .Must(text => !string.IsNullOrWhiteSpace(text)).WithErrorCode(Validation.Missing).WithMessage("It must not be empty.")
        .MaximumLength(most).WithMessage($"It has at most {most:N0} characters.");

    public static IRuleBuilderOptions<T, string?> AtMost<T>(this IRuleBuilder<T, string?> rule, int most = LongestText) =>
        rule.MaximumLength(most).WithMessage($"It has at most {most:N0} characters.");

    public static IRuleBuilderOptions<T, string?> Address<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(url => url is null || (url.Length <= LongestUrl && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        .WithMessage($"It is an absolute http or https address of at most {LongestUrl:N0} characters.");

    public static IRuleBuilderOptions<T, string?> Language<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(code => code is null || LanguageTag().IsMatch(code)).WithMessage("It is a language code such as be or be-Latn.");

    /// <summary>A code of an open vocabulary: new ones are made by use, so their form is all that can be checked.</summary>
    public static IRuleBuilderOptions<T, string> OpenCode<T>(this IRuleBuilder<T, string> rule) =>
        rule.Matches(KebabCode()).WithMessage("A code has 1 to 64 lower-case letters, digits and hyphens, and begins with a letter or digit.");

    public static IRuleBuilderOptions<T, IReadOnlyList<ExternalId>> ExternalIds<T>(this IRuleBuilder<T, IReadOnlyList<ExternalId>> rule) => rule
        .Must(list => list.Count <= MostExternalIds).WithMessage($"At most {MostExternalIds} external ids.")
        .Must(list => list.All(id => Scheme().IsMatch(id.Scheme) && id.Value.Length is > 0 and <= 256))
        .WithMessage("A scheme has 1 to 64 lower-case letters, digits, dots, hyphens and underscores; a value 1 to 256 characters.");

    /// <summary>Exactly one of the three is given.</summary>
    public static bool IsOne(CountryCode? country, RecordId? organization, RecordId? person) =>
        (country is null ? 0 : 1) + (organization is null ? 0 : 1) + (person is null ? 0 : 1) == 1;

    [GeneratedRegex("^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8}){0,4}$")]
    private static partial Regex LanguageTag();

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$")]
    public static partial Regex KebabCode();

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,63}$")]
    private static partial Regex Scheme();
}

/// <summary>Checks another spelling or name.</summary>
internal sealed class OtherNameValidator : AbstractValidator<OtherName>
{
    public OtherNameValidator()
    {
        RuleFor(name => name.Name).Said(300);
        RuleFor(name => name.Lang).Language();
    }
}

/// <summary>Checks a party of a sanction.</summary>
internal sealed class PartyValidator : AbstractValidator<Party>
{
    public PartyValidator() => RuleFor(party => party)
        .Must(party => ValueRules.IsOne(party.Country, party.Organization, party.Person)).WithMessage("Give exactly one of country, organization and person.");
}
