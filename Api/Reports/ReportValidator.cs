using System.Text.RegularExpressions;
using Events.Api.Http;
using Events.Domain.Reports;
using FluentValidation;

namespace Events.Api.Reports;

/// <summary>Checks the values of a report.</summary>
internal sealed partial class ReportValidator : AbstractValidator<Report>
{
    public ReportValidator()
    {
        RuleFor(report => report.Title).Said(1_000);
        RuleFor(report => report.Url).Address();
        RuleFor(report => report.ArchivedUrl).Address();
        RuleFor(report => report.Lang).Language();
        RuleFor(report => report.Sha256).Must(hash => hash is null || Digest().IsMatch(hash)).WithMessage("It is a SHA-256: 64 hexadecimal digits.");
        RuleFor(report => report.Summary).AtMost();
        this.Each(report => report.Insights).Said(20_000);
        this.Each(report => report.Takeaways).Said(20_000);
        this.Each(report => report.Topics).OpenCode();
        this.CheckExternalIds();
    }

    [GeneratedRegex("^[0-9a-fA-F]{64}\\z")]
    private static partial Regex Digest();
}
