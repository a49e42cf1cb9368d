using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Networks;

/// <summary>What a member writes of itself is a change of its membership, and goes by its version.</summary>
[CommandPart]
internal static class CycleMembership
{
    private const string TouchSql = "update cycle_member set version = version + 1 where cycle_id = @cycleId and organisation_id = @organisationId";

    /// <summary>Refuses a change of a membership that is not as the caller knows it.</summary>
    public static void Check(IReadOnlyList<int>? expected, HeldMember member)
    {
        if (expected is not null && !expected.Contains(member.Version))
            throw VersionTag.Stale($"The membership of '{member.Organisation}'", member.Version);
    }

    /// <summary>One version more.</summary>
    public static Task TouchAsync(DbTransaction transaction, long cycleId, HeldMember member, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(TouchSql, new { cycleId, organisationId = member.Id }, cancellationToken);
}
