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
        RuleFor(sanction => sanction.Kinds).Must(kinds => kinds.Count > 0).WithErrorCode(Validation.Missing).WithMessage("Name at least one kind.");
        RuleForEach(sanction => sanction.Senders).SetValidator(new PartyValidator());
        RuleForEach(sanction => sanction.Targets).SetValidator(new PartyValidator());
        RuleForEach(sanction => sanction.Commodities).OpenCode();
        RuleFor(sanction => sanction.Programme).AtMost(300);
        RuleFor(sanction => sanction.LegalBasis).AtMost(1_000);
        RuleFor(sanction => sanction.Authority).AtMost(300);
        RuleForEach(sanction => sanction.Objectives).Said(1_000);
        RuleFor(sanction => sanction.Url).Address();
        RuleFor(sanction => sanction.ExternalIds).ExternalIds();
    }
}
