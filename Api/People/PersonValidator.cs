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
        this.Each(person => person.OtherNames).SetValidator(new OtherNameValidator());
        RuleFor(person => person.Description).AtMost();
        this.Each(person => person.Citizenships);
        this.Each(person => person.Tags).OpenCode();
        this.CheckExternalIds();
    }
}
