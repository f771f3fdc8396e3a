using Events.Api.Http;
using Events.Domain.Events;
using Events.Domain.Values;
using FluentValidation;

namespace Events.Api.Events;

/// <summary>Checks the values of an event.</summary>
internal sealed class EventValidator : AbstractValidator<Event>
{
    public EventValidator()
    {
        RuleFor(e => e.Title).Said(1_000);
        RuleFor(e => e.Summary).AtMost();
        RuleFor(e => e.Place!).SetValidator(new PlaceValidator()).When(e => e.Place is not null);
        RuleForEach(e => e.Participants).SetValidator(new ParticipantValidator());
        RuleForEach(e => e.Headcounts).SetValidator(new HeadcountValidator());
        RuleForEach(e => e.People).SetValidator(new NamedPersonValidator());
        RuleForEach(e => e.Sanctions).SetValidator(new SanctionActValidator());
        RuleForEach(e => e.Links).SetValidator(new EventLinkValidator());
        RuleForEach(e => e.Commodities).OpenCode();
        RuleForEach(e => e.Topics).OpenCode();
        RuleForEach(e => e.Evidence).SetValidator(new EvidenceValidator());
        RuleFor(e => e.ExternalIds).ExternalIds();
    }
}

internal sealed class PlaceValidator : AbstractValidator<Place>
{
    public PlaceValidator()
    {
        RuleFor(place => place.Name).AtMost(300);
        RuleFor(place => place.Lat).InclusiveBetween(-90, 90).WithMessage("Degrees north are from -90 to 90.");
        RuleFor(place => place.Lon).InclusiveBetween(-180, 180).WithMessage("Degrees east are from -180 to 180.");
        RuleFor(place => place.Lat).NotNull().When(place => place.Lon is not null).WithMessage("A point has both lat and lon.");
        RuleFor(place => place.Lon).NotNull().When(place => place.Lat is not null).WithMessage("A point has both lat and lon.");
    }
}

internal sealed class ParticipantValidator : AbstractValidator<Participant>
{
    public ParticipantValidator()
    {
        RuleFor(it => it).Must(it => ValueRules.IsOne(it.Country, it.Organization, it.Person)).WithMessage("Give exactly one of country, organization and person.");
        RuleFor(it => it.Capacity).AtMost(300);
    }
}

internal sealed class HeadcountValidator : AbstractValidator<Headcount>
{
    public HeadcountValidator()
    {
        RuleFor(it => it.Key).Matches(ValueRules.KebabCode()).WithMessage("A key has 1 to 64 lower-case letters, digits and hyphens, and begins with a letter or digit.");
        RuleFor(it => it.Label).AtMost(300);
        RuleFor(it => it.Category).AtMost(100);
    }
}

internal sealed class NamedPersonValidator : AbstractValidator<NamedPerson>
{
    public NamedPersonValidator()
    {
        RuleFor(it => it.LegalBasis).AtMost(300);
        RuleFor(it => it.Note).AtMost();
    }
}

internal sealed class SanctionActValidator : AbstractValidator<SanctionAct>
{
    public SanctionActValidator()
    {
        RuleFor(it => it.Instrument).AtMost(300);
        RuleFor(it => it.Note).AtMost();
    }
}

internal sealed class EventLinkValidator : AbstractValidator<EventLink>
{
    public EventLinkValidator() => RuleFor(it => it.Note).AtMost();
}

internal sealed class EvidenceValidator : AbstractValidator<Evidence>
{
    public EvidenceValidator()
    {
        RuleFor(it => it.About).Must(about => about is not { Text: var text } || text.Length is > 0 and <= 200)
            .WithMessage("It is the key of a headcount, the id of a person, or a link as type:event-id.");
        RuleFor(it => it.Statement).AtMost();
        RuleFor(it => it.AttributedTo).AtMost(300);
        RuleFor(it => it.Credibility).InclusiveBetween(1, 6).WithMessage("Credibility is a whole number from 1 (confirmed) to 6 (cannot be judged).");
        RuleFor(it => it.Value).Must(HasForm).WithMessage("The value is a count for the aspect headcount, a date for date, else text of at most 1,000 characters.");
    }

    private static bool HasForm(Evidence it, EvidenceValue? value) => value is null || it.Aspect switch
    {
        EvidenceAspect.Headcount => value.Count is not null,
        EvidenceAspect.Date => EdtfDate.TryParse(value.Text, out _, out _),
        _ => value.Text is { Length: > 0 and <= 1_000 },
    };
}
