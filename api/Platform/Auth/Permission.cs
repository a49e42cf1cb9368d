namespace Benchlearning.Api.Platform.Auth;

/// <summary>What one may be allowed to do. Each operation that is not open to everyone needs one of them; some are held for a part only, such as the own municipality.</summary>
internal enum Permission
{
    /// <summary>Send values, by the form or a file: of the own municipality.</summary>
    SendValues,

    /// <summary>Push batches: of the own source.</summary>
    PushBatches,

    /// <summary>Read imports, batches and sync runs: one's own, or of the own source.</summary>
    FollowImports,

    /// <summary>Map names, answer quarantine, file corrections.</summary>
    Steward,

    /// <summary>Start sync runs.</summary>
    Synchronise,

    /// <summary>Announce releases.</summary>
    Release,

    /// <summary>Manage webhooks.</summary>
    ManageWebhooks,

    /// <summary>Decide who may see figures.</summary>
    Classify,

    /// <summary>Save lists of municipalities as groups to compare within.</summary>
    SaveGroups,

    /// <summary>Manage organisations, networks, clients, keys and roles.</summary>
    ManageAccess,

    /// <summary>Store analyses, and remove one's own.</summary>
    StoreAnalyses,

    /// <summary>Comment on practices, mark useful ones, and advise on plans that one sees.</summary>
    DiscussPractices,

    /// <summary>Write practices, adoptions and plans: of the own municipality; for the association those of the state and of other countries.</summary>
    ManagePractices,

    /// <summary>Review and publish practices.</summary>
    ReviewPractices,

    /// <summary>Record sets of questions, and manage surveys: of the own municipality.</summary>
    ManageSurveys,

    /// <summary>Lead networks: of the own network.</summary>
    CoordinateNetworks,

    /// <summary>Answer for a member of a network: vote, choose, submit tasks and reasons why there is no value; of the own municipality.</summary>
    TakePartInNetworks,

    /// <summary>Read and verify the audit log.</summary>
    ReadAudit,
}
