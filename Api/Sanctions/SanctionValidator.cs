using Events.Api.Http;
using Events.Domain.Sanctions;
using FluentValidation;

namespace Events.Api.Sanctions;

/// <summary>Checks the values of a sanction.</summary>
internal sealed class SanctionValidator : AbstractValidator<Sanction>
{
    public SanctionValidator()
    {
        RuleFor(sanction => sanction.Name).Said(300);
        RuleFor(sanction => sanction.Description).AtMost();
        this.Each(sanction => sanction.Kinds);
        RuleFor(sanction => sanction.Kinds).Must(kinds => kinds.Count > 0).WithErrorCode(Validation.Missing).WithMessage("Name at least one kind.");
        this.Each(sanction => sanction.Senders).SetValidator(new PartyValidator());
        this.Each(sanction => sanction.Targets).SetValidator(new PartyValidator());
        this.Each(sanction => sanction.Commodities).OpenCode();
        RuleFor(sanction => sanction.Programme).AtMost(300);
        RuleFor(sanction => sanction.LegalBasis).AtMost(1_000);
        RuleFor(sanction => sanction.Authority).AtMost(300);
        this.Each(sanction => sanction.Objectives).Said(1_000);
        RuleFor(sanction => sanction.Url).Address();
        this.CheckExternalIds();
    }
}
