using Events.Api.Http;
using FluentValidation;

namespace Events.Api.SavedQueries;

/// <summary>Checks a saved query, but for what it asks: that is read by those who answer it.</summary>
internal sealed class SavedQueryValidator : AbstractValidator<SavedQuery>
{
    private const int LongestQuery = 4_000;

    public SavedQueryValidator()
    {
        RuleFor(query => query.Name).Matches(ValueRules.KebabCode()).WithMessage("A name has 1 to 64 lower-case letters, digits and hyphens, and begins with a letter or digit.");
        RuleFor(query => query.Title).Said(200);
        RuleFor(query => query.Query).AtMost(LongestQuery);
    }
}
