using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using System.Text.RegularExpressions;
using Events.Domain.Ledger;
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
        .Must(SaysSomething).WithErrorCode(Validation.Missing).WithMessage("It must not be empty.")
        .MaximumLength(most).WithMessage($"It has at most {most:N0} characters.");

    /// <summary>Whether anything of a text shows: not only spaces, controls, joiners and marks without a letter to stand on.</summary>
    public static bool SaysSomething(string? text) => text is not null && text.EnumerateRunes().Any(sign => Rune.GetUnicodeCategory(sign) switch
    {
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.Control or UnicodeCategory.Format => false,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => false,
        // The blanks among the letters and signs: the fillers of Hangul and the empty cell of Braille.
        _ => sign.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800),
    });

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

    /// <summary>The name of a headcount within its event.</summary>
    public static IRuleBuilderOptions<T, string> Key<T>(this IRuleBuilder<T, string> rule) =>
        rule.Matches(KebabCode()).WithMessage("A key has 1 to 64 lower-case letters, digits and hyphens, and begins with a letter or digit.");

    /// <summary>Checks the names that a record has in other systems.</summary>
    public static void CheckExternalIds<T>(this AbstractValidator<T> validator)
        where T : Record => validator.Each(record => record.ExternalIds, MostExternalIds).SetValidator(new ExternalIdValidator());

    /// <summary>Begins the rules for the items of a list, which holds at most so many.</summary>
    public static IRuleBuilderInitialCollection<T, TItem> Each<T, TItem>(
        this AbstractValidator<T> validator, Expression<Func<T, IReadOnlyList<TItem>>> list, int most = Intake.LongestList)
    {
        validator.RuleFor(list).Must(items => items.Count <= most).WithMessage($"It holds at most {most:N0} items: leave some out.");
        return validator.RuleForEach(Expression.Lambda<Func<T, IEnumerable<TItem>>>(list.Body, list.Parameters));
    }

    /// <summary>Degrees of latitude, which go with a longitude.</summary>
    public static void NorthOrSouth<T>(this IRuleBuilder<T, double?> rule, Func<T, bool> hasOther) => rule
        .InclusiveBetween(-90, 90).WithMessage("Degrees north are from -90 to 90.")
        .Must((record, lat) => lat is not null || !hasOther(record)).WithMessage("A point has both lat and lon: add lat, or leave out lon.");

    /// <summary>Degrees of longitude, which go with a latitude.</summary>
    public static void EastOrWest<T>(this IRuleBuilder<T, double?> rule, Func<T, bool> hasOther) => rule
        .InclusiveBetween(-180, 180).WithMessage("Degrees east are from -180 to 180.")
        .Must((record, lon) => lon is not null || !hasOther(record)).WithMessage("A point has both lat and lon: add lon, or leave out lat.");

    /// <summary>Exactly one of the three is given.</summary>
    public static bool IsOne(CountryCode? country, RecordId? organization, RecordId? person) =>
        (country is null ? 0 : 1) + (organization is null ? 0 : 1) + (person is null ? 0 : 1) == 1;

    [GeneratedRegex("^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8}){0,4}\\z")]
    public static partial Regex LanguageTag();

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}\\z")]
    public static partial Regex KebabCode();

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,63}\\z")]
    public static partial Regex Scheme();
}

/// <summary>Checks a name in another system.</summary>
internal sealed class ExternalIdValidator : AbstractValidator<ExternalId>
{
    public ExternalIdValidator()
    {
        RuleFor(id => id.Scheme).Matches(ValueRules.Scheme()).WithMessage("A scheme has 1 to 64 lower-case letters, digits, dots, hyphens and underscores, and begins with a letter or digit.");
        RuleFor(id => id.Value).Said(256);
    }
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
