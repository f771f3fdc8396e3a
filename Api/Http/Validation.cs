using System.Text;
using Events.Api.Countries;
using Events.Api.Events;
using Events.Api.Organizations;
using Events.Api.People;
using Events.Api.Reports;
using Events.Api.Sanctions;
using Events.Api.SavedQueries;
using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using FluentValidation.Results;

namespace Events.Api.Http;

/// <summary>Checks the values of a record: lengths, ranges and forms. What needs other records to decide is a rule of the model.</summary>
internal static class Validation
{
    /// <summary>The error code of a rule about something that is missing.</summary>
    public const string Missing = "missing";

    private static readonly PersonValidator People = new();
    private static readonly OrganizationValidator Organizations = new();
    private static readonly ReportValidator Reports = new();
    private static readonly SanctionValidator Sanctions = new();
    private static readonly EventValidator Events = new();
    private static readonly CountryValidator Countries = new();
    private static readonly SavedQueryValidator Queries = new();

    public static IReadOnlyList<Violation> Check(Record record)
    {
        var result = record switch
        {
            Event it => Events.Validate(it),
            Report it => Reports.Validate(it),
            Person it => People.Validate(it),
            Organization it => Organizations.Validate(it),
            Sanction it => Sanctions.Validate(it),
            Country it => Countries.Validate(it),
            _ => throw new NotSupportedException(record.Kind.ToString()),
        };
        return ViolationsOf(result);
    }

    public static IReadOnlyList<Violation> Check(SavedQuery query) => ViolationsOf(Queries.Validate(query));

    private static IReadOnlyList<Violation> ViolationsOf(ValidationResult result) => result.IsValid ? [] : [.. result.Errors.Select(Violation)];

    private static Violation Violation(ValidationFailure failure) =>
        new(failure.ErrorCode == Missing ? Reason.MissingMember : Reason.InvalidValue, Pointer(failure.PropertyName), failure.ErrorMessage);

    /// <summary><c>Participants[0].Capacity</c> becomes <c>/participants/0/capacity</c>.</summary>
    private static string Pointer(string property)
    {
        var pointer = new StringBuilder();
        foreach (var part in property.Split('.', '[', ']'))
        {
            if (part.Length > 0)
                pointer.Append('/').Append(char.ToLowerInvariant(part[0])).Append(part.AsSpan(1));
        }
        return pointer.ToString();
    }
}
