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
        this.Each(e => e.Participants).SetValidator(new ParticipantValidator());
        this.Each(e => e.Headcounts).SetValidator(new HeadcountValidator());
        this.Each(e => e.People).SetValidator(new NamedPersonValidator());
        this.Each(e => e.Sanctions).SetValidator(new SanctionActValidator());
        this.Each(e => e.Links).SetValidator(new EventLinkValidator());
        this.Each(e => e.Commodities).OpenCode();
        this.Each(e => e.Topics).OpenCode();
        this.Each(e => e.Evidence).SetValidator(new EvidenceValidator());
        this.CheckExternalIds();
    }
}

internal sealed class PlaceValidator : AbstractValidator<Place>
{
    public PlaceValidator()
    {
        RuleFor(place => place.Name).AtMost(300);
        RuleFor(place => place.Lat).NorthOrSouth(place => place.Lon is not null);
        RuleFor(place => place.Lon).EastOrWest(place => place.Lat is not null);
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
        RuleFor(it => it.Key).Key();
        RuleFor(it => it.Of!.Key).Key().When(it => it.Of is not null);
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
        RuleFor(it => it.About).Must((it, about) => about is not { } known || IsForm(it.Aspect, known.Text))
            .WithMessage("It is the key of a headcount for that aspect, the id of a person, or a link as type:event-id.");
        RuleFor(it => it.Statement).AtMost();
        RuleFor(it => it.AttributedTo).AtMost(300);
        RuleFor(it => it.Credibility).InclusiveBetween(1, 6).WithMessage("Credibility is a whole number from 1 (confirmed) to 6 (cannot be judged).");
        RuleFor(it => it.Value).Must(HasForm).WithMessage("The value is a count for the aspect headcount, a date for date, else text of at most 1,000 characters.");
    }

    private static bool IsForm(EvidenceAspect aspect, string about) => aspect switch
    {
        EvidenceAspect.Headcount => ValueRules.KebabCode().IsMatch(about),
        EvidenceAspect.Person => RecordId.TryParse(about, out _),
        EvidenceAspect.Link => about.Split(':') is [var type, var id] && Code.TryParse<LinkType>(type, out _) && RecordId.TryParse(id, out _),
        _ => about.Length is > 0 and <= 200,
    };

    private static bool HasForm(Evidence it, EvidenceValue? value) => value is null || it.Aspect switch
    {
        EvidenceAspect.Headcount => value.Count is not null,
        EvidenceAspect.Date => EdtfDate.TryParse(value.Text, out _, out _),
        _ => value.Text is { Length: > 0 and <= 1_000 },
    };
}
