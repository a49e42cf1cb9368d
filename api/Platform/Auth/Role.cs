namespace Benchlearning.Api.Platform.Auth;

/// <summary>Codes of the roles, as in SQL, JSON and the claims of tokens.</summary>
internal static class Role
{
    public const string AuthorisedUser = "authorisedUser";

    /// <summary>Sends the values of one municipality; held for an organisation.</summary>
    public const string DataSubmitter = "dataSubmitter";

    /// <summary>Leads benchlearning in one municipality; held for an organisation.</summary>
    public const string MunicipalCoordinator = "municipalCoordinator";

    /// <summary>Leads a network, and reads and writes what is the network's; held for a network.</summary>
    public const string NetworkCoordinator = "networkCoordinator";

    /// <summary>Reads as an authorised user of the own municipality; held for an organisation.</summary>
    public const string Politician = "politician";

    /// <summary>Reads as a member of one network for a span of time; held for a network.</summary>
    public const string ExternalExpert = "externalExpert";

    /// <summary>The association's analyst: reads all but what is one municipality's or the administrators' own, and saves groups to compare within.</summary>
    public const string Analyst = "analyst";

    /// <summary>A system that pushes batches of its own source and reads its own imports; held for a source.</summary>
    public const string SourceSystem = "sourceSystem";

    /// <summary>Reads the audit log and nothing else that is not public.</summary>
    public const string Auditor = "auditor";

    public const string Administrator = "administrator";

    /// <summary>Every role, least powerful first.</summary>
    public static readonly string[] All =
        [AuthorisedUser, DataSubmitter, MunicipalCoordinator, NetworkCoordinator, Politician, ExternalExpert, Analyst, SourceSystem, Auditor, Administrator];

    /// <summary>What holders of a role may do, besides reading what their levels allow.</summary>
    public static IReadOnlyList<Permission> PermissionsOf(string role) => role switch
    {
        DataSubmitter => [Permission.SendValues, Permission.StoreAnalyses, Permission.DiscussPractices],
        MunicipalCoordinator => [Permission.StoreAnalyses, Permission.DiscussPractices, Permission.ManagePractices, Permission.ManageSurveys, Permission.TakePartInNetworks],
        SourceSystem => [Permission.PushBatches, Permission.FollowImports],
        NetworkCoordinator => [Permission.CoordinateNetworks, Permission.StoreAnalyses, Permission.DiscussPractices],
        Analyst => [Permission.SaveGroups, Permission.StoreAnalyses, Permission.DiscussPractices, Permission.ManagePractices, Permission.ReviewPractices],
        Auditor => [Permission.ReadAudit],
        Administrator => Enum.GetValues<Permission>(),
        _ => [Permission.StoreAnalyses, Permission.DiscussPractices],
    };

    /// <summary>True when holders read what authorised users read. An auditor and a source system do not.</summary>
    public static bool IsAuthorised(string role) => role is not (Auditor or SourceSystem);

    /// <summary>True for a role that is held for an organisation.</summary>
    public static bool IsForOrganisation(string role) => role is DataSubmitter or MunicipalCoordinator or Politician;

    /// <summary>True for a role that is held for a network.</summary>
    public static bool IsForNetwork(string role) => role is NetworkCoordinator or ExternalExpert;

    /// <summary>True for a role that is held for a source.</summary>
    public static bool IsForSource(string role) => role is SourceSystem;
}
