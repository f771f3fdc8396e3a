using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Http;

/// <summary>One way in which a request can fail. Its address, <c>/problems/{slug}</c>, explains it.</summary>
internal sealed record Problem(string Slug, int Status, string Title, string Explanation);

/// <summary>Every way in which a request can fail: the only list of them.</summary>
internal static class Problems
{
    public static readonly Problem MalformedJson = new("malformed-json", 400, "The body is no JSON", "The body cannot be read as JSON, or names a member twice. `detail` says at which line and byte.");
    public static readonly Problem MalformedRequest = new("malformed-request", 400, "The request cannot be read", "A header, the address or the framing of the request is not valid HTTP.");
    public static readonly Problem Unauthorized = new("unauthorized", 401, "A key is needed", "Send `Authorization: Bearer KEY` with a key that was created by `events keys create` and is not revoked; or HTTP Basic with the key as the password, under any user name.");
    public static readonly Problem MethodNotAllowed = new("method-not-allowed", 405, "This address does not take that method", "The `Allow` header lists the methods that it takes.");
    public static readonly Problem NotAcceptable = new("not-acceptable", 406, "This format is not available", "Answers are `application/json`. Lists also come as `application/x-ndjson` and `text/csv`, statistics as `text/csv`, and lists of events as `application/geo+json`, `application/atom+xml` and `text/calendar`, too. Send one of them, or no `Accept` header.");
    public static readonly Problem UnsupportedMediaType = new("unsupported-media-type", 415, "This format is not read", "Send `Content-Type: application/json`; for PATCH also `application/merge-patch+json`. Bodies are UTF-8 and not compressed.");
    public static readonly Problem PreconditionRequired = new("precondition-required", 428, "If-Match is needed", "PUT, PATCH, DELETE, restoring and merging need `If-Match` with the ETag of the version that you have seen, or just its number: `\"3\"`. So nobody overwrites what he has not read.");
    public static readonly Problem FormatNotImplemented = new("format-not-implemented", 501, "This format is not implemented", "oEmbed is answered as JSON only: send `format=json`, or leave it out.");
    public static readonly Problem InternalError = new("internal-error", 500, "Something is wrong here", "A defect of the program; its log has the details under the trace id. Nothing was written.");

    private static readonly Dictionary<Reason, Problem> ByReason = new Problem[]
    {
        Rule(Reason.DateOrder, "A date ends before it begins", "The earliest day of a date must not lie after its latest, and an end not before its start."),
        Rule(Reason.HeadcountOrder, "A count is out of order", "0 ≤ low ≤ best ≤ high, as far as each is known."),
        Rule(Reason.HeadcountExceedsParent, "A part is greater than its whole", "The low of a subset must not exceed the high of the headcount that it is a part of. Both ends are checked."),
        Rule(Reason.EventNeedsSanction, "The event names no sanction", "An event that imposes, tightens, eases, suspends or lifts must name in `sanctions` a sanction with that effect."),
        Rule(Reason.EventNeedsRecipient, "The transfer has no recipient", "A transfer needs a participant with the role recipient."),
        Rule(Reason.EventTooFewParties, "Too few participants", "Talks, agreements and restored relations need two parties; other events one actor; the group other needs none."),
        Rule(Reason.EventNeedsPeople, "Nobody is counted or named", "A release, transfer, arrest, sentence or deportation needs a headcount or a named person."),
        Rule(Reason.EventNeedsEvidence, "No report supports the event", "A published event needs evidence with the stance supports. Save it as a draft until there is some."),
        Rule(Reason.LinkSelf, "A record refers to itself", "An event cannot be linked with itself, a report not be derived from itself, and no record be merged into itself."),
        Rule(Reason.LinkCycle, "References go round in a circle", "part-of and follows-from links, parts of headcounts and derivations of reports must not lead back to where they start."),
        Rule(Reason.LinkDuplicate, "The link is there already", "There is one link of a type between two events; a symmetric one is held by one of them."),
        Rule(Reason.LinkNotAllowed, "These events cannot be linked so", "reverses joins only acts that can undo each other, such as an arrest and a release."),
        Rule(Reason.SanctionParties, "The parties of the sanction do not fit", "A sanction needs a sender and a target, and nobody can be both."),
        Rule(Reason.UnknownReference, "A reference leads nowhere", "The id is well-formed, but no such record exists, or it is deleted."),
        Rule(Reason.DuplicateExternalId, "The external id is taken", "An external id names one record of a kind, also when that record is deleted."),
        Rule(Reason.DuplicateUrl, "The address is taken", "There is already a report with this url: refer to that one."),
        Of(Reason.InvalidValue, 400, "A value does not fit", "A value has the wrong type, is too long, or lies outside its range."),
        Of(Reason.MissingMember, 400, "Something is missing", "A required member is missing or null."),
        Of(Reason.UnknownMember, 400, "A member is unknown", "The body has a member that does not exist here. Nothing is passed over in silence."),
        Of(Reason.ReadOnlyMember, 400, "A member is read-only", "The member follows from other records, or is set by the server. PUT passes over such members; POST and PATCH refuse them."),
        Of(Reason.UnknownCode, 400, "A code is unknown", "The value is no code of its vocabulary: see `/v1/vocabularies`."),
        Of(Reason.UnknownCountry, 400, "No such country", "Countries are given by alpha-2, alpha-3, numeric, `fips:BO`, Wikidata id, or a name in any language."),
        Of(Reason.AmbiguousCountry, 400, "Several countries have this name", "Give the code of the one that you mean."),
        Of(Reason.InvalidDate, 400, "No such date", "Dates are `2025`, `2025-12`, `2025-12-13`, each with `~`, `?` or `%` behind it, or `[2025-09-11..2025-09-15]` with either end open."),
        Of(Reason.UnknownParameter, 400, "A query parameter is unknown", "The address has a query parameter that does not exist here. A misspelt filter is never passed over."),
        Of(Reason.InvalidParameter, 400, "A query parameter does not fit", "A query parameter has the wrong form, is out of range, names nothing that exists, or was given too often."),
        Of(Reason.InvalidCursor, 400, "The cursor does not fit", "A cursor is used unchanged, with the very filters of the page that it came from. Follow `next` instead of building it. One of a state that was given up when a backup was restored leads nowhere: begin anew."),
        Of(Reason.NotFound, 404, "Not found", "Nothing stands at this address, or nothing that this caller may see."),
        Of(Reason.Gone, 410, "Deleted", "The record was deleted. With an earlier `asOf` it can still be read."),
        Of(Reason.Merged, 409, "Merged into another record", "The record was merged into another one, which `errors` names. Reads of it are sent there; writes go to that one."),
        Of(Reason.StaleVersion, 412, "Somebody else was faster", "The record has changed since the version in `If-Match`. Read it again and repeat the change."),
        Of(Reason.NameTaken, 409, "The name is taken", "There is already a saved query with this name. Choose another one, or replace that query with PUT."),
        Of(Reason.StillReferenced, 409, "Still referred to", "Other records refer to this one; `errors` lists them."),
        Of(Reason.HistoryDiffers, 409, "The history differs", "The ledger here has no such commit, or it has another hash: one of the two instances was restored from a backup, or has a history of its own. A copy is to be begun anew, with an empty database."),
        Of(Reason.EditedSinceImport, 409, "Edited since the last import", "Both the source of an import and an editor have changed the same member of a record since its last import. The row is refused; what only one of them changed would have been taken over."),
        Of(Reason.ImportState, 409, "The import is not in that state", "Only an import that ended early is resumed, only a running one is stopped, and only one that has written is undone."),
        Of(Reason.LeftOut, 400, "Left out by the profile", "The profile of an import says that rows like this one are no records for it, and why. Another profile may take them."),
        Of(Reason.NotRetired, 409, "Nothing was retired", "An import was to delete what its source has no more, and deleted nothing: rows could not be read, or the file lacks so much that it is more likely another one."),
        Of(Reason.IdempotencyMismatch, 422, "The Idempotency-Key was used for something else", "The same key came with another method, path or body before."),
        Of(Reason.IdempotencyInProgress, 409, "The first request is still running", "A request with the same Idempotency-Key is being worked on. Wait, then repeat."),
        Of(Reason.TooLarge, 413, "Too large", "A body has at most 10 MB, a record 256 kB, a commit 10,000 records and 64 MB."),
        Of(Reason.Overloaded, 503, "Too busy", "Too many writes are waiting. Nothing was written. `Retry-After` says when to try again."),
        Of(Reason.StorageUnavailable, 503, "The database cannot be written", "The disk is full or fails. Nothing was written, and nothing acknowledged before is lost."),
        Of(Reason.CopyIncomplete, 503, "The copy is being filled", "This instance follows another one and has not yet had all that it has. It answers reads with what is there; `detail` says how much that is."),
        Of(Reason.QueryTooSlow, 503, "The query took too long", "It was ended so that others are served. Ask for less, or add a filter."),
        Of(Reason.Forbidden, 403, "The key may not do that", "The key is valid, but its scopes do not cover this. Scopes: read, write, admin."),
        Of(Reason.ReadOnlyCopy, 403, "This is a copy", "This instance follows another one and serves reads only; `detail` says where to write."),
    }.ToDictionary(problem => Enum.GetValues<Reason>().Single(reason => Code.Of(reason) == problem.Slug));

    public static readonly IReadOnlyList<Problem> All =
    [
        .. ByReason.Values, MalformedJson, MalformedRequest, Unauthorized, MethodNotAllowed, NotAcceptable, UnsupportedMediaType, PreconditionRequired, FormatNotImplemented, InternalError,
    ];

    public static Problem Of(Reason reason) => ByReason[reason];

    /// <summary>The problem behind a bare status code that the framework gave.</summary>
    public static Problem OfStatus(int status) => status switch
    {
        401 => Unauthorized,
        404 => Of(Reason.NotFound),
        405 => MethodNotAllowed,
        406 => NotAcceptable,
        413 => Of(Reason.TooLarge),
        415 => UnsupportedMediaType,
        < 500 => MalformedRequest,
        _ => InternalError,
    };

    private static Problem Rule(Reason reason, string title, string explanation) => Of(reason, 422, title, explanation);

    private static Problem Of(Reason reason, int status, string title, string explanation) => new(Code.Of(reason), status, title, explanation);
}
