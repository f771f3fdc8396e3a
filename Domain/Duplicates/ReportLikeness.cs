using System.Globalization;
using Events.Domain.Reports;

namespace Events.Domain.Duplicates;

/// <summary>Weighs what speaks for two reports being one.</summary>
internal static class ReportLikeness
{
    public static IEnumerable<TwinReason> Reasons(Report one, Report other)
    {
        if (WebAddress.Of(one.Url) is { } address && address == WebAddress.Of(other.Url))
            yield return new(TwinCode.SameUrl, 0.9, $"Both addresses lead to {address.Host}{address.Path}.");
        var alike = Wording.Likeness(one.Title, other.Title);
        if (alike < 0.5 || one.Publisher is not { } publisher || publisher != other.Publisher)
            yield break;
        yield return new(TwinCode.SimilarTitle, Math.Round(0.6 * alike, 2), alike == 1 ? "The titles have the same words." : $"Of the words of both titles {alike.ToString("P0", CultureInfo.InvariantCulture)} are shared.");
        yield return new(TwinCode.SamePublisher, 0.2, "Both have the same publisher.");
        if (one.PublishedOn is { } day && day.Text == other.PublishedOn?.Text)
            yield return new(TwinCode.SameDay, 0.2, $"Both were published {day.Text}.");
    }
}
