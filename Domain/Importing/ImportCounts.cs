namespace Events.Domain.Importing;

/// <summary>How the rows of an import ended. Read = created + updated + unchanged + refused.</summary>
public sealed record ImportCounts
{
    /// <summary>Rows of the file that were looked at.</summary>
    public long Read => Created + Updated + Unchanged + Refused;

    /// <summary>Rows that made a record.</summary>
    public long Created { get; init; }

    /// <summary>Rows that changed a record, and made none.</summary>
    public long Updated { get; init; }

    /// <summary>Rows that said nothing new.</summary>
    public long Unchanged { get; init; }

    /// <summary>Rows of which nothing was written.</summary>
    public long Refused { get; init; }

    /// <summary>Rows whose records may be there already under another id.</summary>
    public long PossibleDuplicates { get; init; }

    /// <summary>Records that were deleted since their source has them no more.</summary>
    public long Retired { get; init; }

    /// <summary>Commits of the import that were taken back.</summary>
    public long Undone { get; init; }

    /// <summary>Commits that were not taken back, or not whole, since others have changed their records or refer to them.</summary>
    public long Skipped { get; init; }

    public ImportCounts Plus(RowOutcome outcome, bool hasTwins)
    {
        var counts = outcome switch
        {
            RowOutcome.Created => this with { Created = Created + 1 },
            RowOutcome.Updated => this with { Updated = Updated + 1 },
            RowOutcome.Unchanged => this with { Unchanged = Unchanged + 1 },
            _ => this with { Refused = Refused + 1 },
        };
        return hasTwins ? counts with { PossibleDuplicates = PossibleDuplicates + 1 } : counts;
    }
}
