using Events.Api.Http;
using Events.Domain.People;
using FluentValidation;

namespace Events.Api.People;

/// <summary>Checks the values of a person.</summary>
internal sealed class PersonValidator : AbstractValidator<Person>
{
    public PersonValidator()
    {
        RuleFor(person => person.Name).Said(300);
        RuleForEach(person => person.OtherNames).SetValidator(new OtherNameValidator());
        RuleFor(person => person.Description).AtMost();
        RuleForEach(person => person.Tags).OpenCode();
        RuleFor(person => person.ExternalIds).ExternalIds();
    }
}
