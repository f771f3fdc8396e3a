using Events.Api.Http;
using Events.Domain.Organizations;
using FluentValidation;

namespace Events.Api.Organizations;

/// <summary>Checks the values of an organization.</summary>
internal sealed class OrganizationValidator : AbstractValidator<Organization>
{
    public OrganizationValidator()
    {
        RuleFor(organization => organization.Name).Said(300);
        this.Each(organization => organization.OtherNames).SetValidator(new OtherNameValidator());
        RuleFor(organization => organization.Description).AtMost();
        this.CheckExternalIds();
    }
}
