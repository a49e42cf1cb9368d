using System.Globalization;

namespace Benchlearning.Api.Features.Access;

/// <summary>Who holds a role, as it is written: person:17 or client:4.</summary>
/// <param name="PersonId">The person; null: it is a client.</param>
/// <param name="ClientId">The client; null: it is a person.</param>
internal sealed record Holder(long? PersonId, int? ClientId)
{
    /// <summary>What the audit log calls a role of theirs: person/17/role/3, so that it is forgotten together with the person.</summary>
    public static string Subject(string holder, long grantId) => string.Create(CultureInfo.InvariantCulture, $"{holder.Replace(':', '/')}/role/{grantId}");

    /// <summary>Null for what names nobody.</summary>
    public static Holder? Read(string? text) => text?.Split(':') switch
    {
        ["person", var number] when long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) => new Holder(id, null),
        ["client", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) => new Holder(null, id),
        _ => null,
    };
}
