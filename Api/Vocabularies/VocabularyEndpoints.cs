using Events.Api.Http;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Vocabularies;
using Shipped = Events.Domain.Vocabularies.Vocabularies;

namespace Events.Api.Vocabularies;

/// <summary>All vocabularies.</summary>
public sealed record VocabularyList(IReadOnlyList<Vocabulary> Items);

/// <summary>Routes of the vocabularies: every code with its meaning.</summary>
internal static class VocabularyEndpoints
{
    public static void MapVocabularies(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/vocabularies").WithTags("Vocabularies");
        group.MapMethods("", ["GET", "HEAD"], () => Answer<VocabularyList>.Of(new VocabularyList(Shipped.All))).Reads()
            .Named("listVocabularies", "Every code with its label, definition and mappings").TakesQuery();
        group.MapMethods("/{name}", ["GET", "HEAD"], Get).Reads().Named("getVocabulary", "One vocabulary").TakesQuery();
    }

    private static Answer<Vocabulary> Get(string name) => Shipped.Find(name) is { } vocabulary
        ? Answer<Vocabulary>.Of(vocabulary)
        : throw new Refusal(Reason.NotFound, $"There is no vocabulary \"{QueryText.Cut(name)}\"{QueryText.DidYouMean(name, Shipped.All.Select(known => known.Name))}");
}
