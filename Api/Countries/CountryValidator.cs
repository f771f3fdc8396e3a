using System.Text.RegularExpressions;
using Events.Api.Http;
using Events.Domain.Countries;
using FluentValidation;

namespace Events.Api.Countries;

/// <summary>Checks the values of a country.</summary>
internal sealed partial class CountryValidator : AbstractValidator<Country>
{
    public CountryValidator()
    {
        CheckCodes();
        CheckNames();
        RuleFor(country => country.Lat).NorthOrSouth(country => country.Lon is not null);
        RuleFor(country => country.Lon).EastOrWest(country => country.Lat is not null);
        this.CheckExternalIds();
    }

    private void CheckCodes()
    {
        RuleFor(country => country.Code).Must(code => Code().IsMatch(code.Value)).WithMessage("A code is alpha-2, alpha-4 for a withdrawn state, or local such as GE-AB.");
        RuleFor(country => country.Alpha3).Matches("^[A-Z]{3}\\z").WithMessage("An alpha-3 code has three capital letters.");
        RuleFor(country => country.Numeric).Matches("^[0-9]{3}\\z").WithMessage("A numeric code has three digits.");
        RuleFor(country => country.Fips).Matches("^[A-Z]{2}\\z").WithMessage("A FIPS code has two capital letters.");
        RuleFor(country => country.Wikidata).Matches("^Q[1-9][0-9]{0,15}\\z").WithMessage("A Wikidata item is Q and a number, such as Q184.");
    }

    private void CheckNames()
    {
        RuleFor(country => country.Name).Said(300);
        RuleFor(country => country.OfficialName).AtMost(300);
        RuleFor(country => country.Names).Must(names => names.All(IsName)).WithMessage("Names stand under language codes such as be or be-Latn, each with 1 to 300 characters.");
        this.Each(country => country.Aliases).Said(300);
        RuleFor(country => country.Region).AtMost(300);
        RuleFor(country => country.Subregion).AtMost(300);
        RuleFor(country => country.Capital).AtMost(300);
    }

    private static bool IsName(KeyValuePair<string, string> name) =>
        ValueRules.LanguageTag().IsMatch(name.Key) && ValueRules.SaysSomething(name.Value) && name.Value.Length <= 300;

    [GeneratedRegex("^[A-Z]{2}([A-Z]{2}|-[A-Z0-9]{1,3})?\\z")]
    private static partial Regex Code();
}
