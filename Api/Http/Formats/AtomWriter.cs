using System.Buffers;
using System.ServiceModel.Syndication;
using System.Text;
using System.Text.Json;
using System.Xml;
using CommunityToolkit.HighPerformance;

namespace Events.Api.Http.Formats;

/// <summary>Atom (RFC 4287): an entry for each event.</summary>
internal sealed class AtomWriter(FormatRequest request, IBufferWriter<byte> body) : ItemWriter
{
    private readonly List<SyndicationItem> _entries = [];

    public override void Write(JsonElement item)
    {
        var e = new EventItem(item);
        var entry = new SyndicationItem
        {
            Id = $"urn:uuid:{e.Id}",
            Title = new TextSyndicationContent(PlainText.Of(e.Title)),
            Summary = e.Summary is { } summary ? new TextSyndicationContent(PlainText.Of(summary)) : null,
            PublishDate = e.CreatedAt,
            LastUpdatedTime = e.UpdatedAt,
        };
        entry.Links.Add(SyndicationLink.CreateAlternateLink(new Uri(request.AddressOf(e)), "application/json"));
        foreach (var category in e.Topics.Prepend(e.Type))
            entry.Categories.Add(new SyndicationCategory(category));
        _entries.Add(entry);
    }

    public override void End(Ending ending)
    {
        var feed = new SyndicationFeed("Events", null, null, request.Self, _entries.Select(entry => entry.LastUpdatedTime).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max(), _entries);
        feed.Authors.Add(new SyndicationPerson { Name = "Events" });
        feed.Links.Add(SyndicationLink.CreateSelfLink(new Uri(request.Self), "application/atom+xml"));
        if (ending.Next is { } next)
            feed.Links.Add(new SyndicationLink(new Uri(next)) { RelationshipType = "next" });
        using var xml = XmlWriter.Create(body.AsStream(), new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
        feed.SaveAsAtom10(xml);
    }
}
