namespace Events.Api.Importing.Profiles;

/// <summary>A form in which sources give their rows.</summary>
internal enum SourceFormat
{
    /// <summary>Cells between delimiters, with a header.</summary>
    Csv,

    /// <summary>One object a line (NDJSON).</summary>
    JsonLines,

    /// <summary>The features of a FeatureCollection.</summary>
    Geojson,

    /// <summary>Elements of one name.</summary>
    Xml,
}
