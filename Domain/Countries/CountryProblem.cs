using Events.Domain.Ledger;
using Events.Domain.Querying;

namespace Events.Domain.Countries;

/// <summary>Says why a text means no country, and which ones are near.</summary>
public static class CountryProblem
{
    public static (Reason Reason, string Message) Explain(string given, CountryMatch match, CountryDirectory countries)
    {
        var names = match.Candidates.Select(code => $"{countries.Find(code)?.Name} ({code})").ToList();
        return match.IsAmbiguous
            ? (Reason.AmbiguousCountry, $"\"{QueryText.Cut(given)}\" can mean {string.Join(" or ", names)}: give the code.")
            : (Reason.UnknownCountry, $"\"{QueryText.Cut(given)}\" is no country known here" + (names.Count > 0 ? $": did you mean {string.Join(" or ", names)}?" : "."));
    }
}
