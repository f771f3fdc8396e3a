using Events.Domain.Ledger;
namespace Events.Api.Http { internal static class Validation { public static IReadOnlyList<Violation> Check(Record record) => []; } }
namespace Events.Api.PrisonerReleases { 
public sealed record PrisonerReleaseRequest { } public sealed record PrisonerReleaseResponse { }
internal static class X { public static void MapPrisonerReleases(this IEndpointRouteBuilder b) {} } }
