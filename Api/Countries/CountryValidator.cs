using Events.Api.Http;
using Events.Domain.Countries;
using FluentValidation;

namespace Events.Api.Countries;

/// <summary>Checks the values of a country.</summary>
internal sealed class CountryValidator : AbstractValidator<Country>
{
    public CountryValidator()
    {
        RuleFor(country => country.Name).Said(300);
        RuleFor(country => country.Code.Value).Matches("^[A-Z]{2}([A-Z]{2}|-[A-Z0-9]{1,3})?$").WithMessage("A code is alpha-2, alpha-4 for a withdrawn state, or local such as GE-AB.");
        RuleFor(country => country.ExternalIds).ExternalIds();
    }
}
