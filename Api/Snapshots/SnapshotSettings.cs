namespace Events.Api.Snapshots;

/// <summary>When the server copies its database by itself, and how many of the copies stay.</summary>
/// <param name="Folder">Where they are written. <c>--snapshots</c>, <c>EVENTS_SNAPSHOTS</c>.</param>
/// <param name="Every">How long one lasts until the next. <c>--snapshot-every</c>, <c>EVENTS_SNAPSHOT_EVERY</c>.</param>
/// <param name="Keep">How many of the newest stay. <c>--snapshot-keep</c>, <c>EVENTS_SNAPSHOT_KEEP</c>.</param>
internal sealed record SnapshotSettings(string Folder, TimeSpan Every, int Keep);
