using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Features.Practices;

/// <summary>Which organisations may keep what.</summary>
internal static class KeeperRules
{
    private const string Municipality = "municipality";

    /// <summary>Adds a finding unless a code is that of an organisation, and of a municipality where it must be one.</summary>
    /// <param name="pointer">Where the code stands.</param>
    /// <param name="code">The code; null is said elsewhere.</param>
    /// <param name="mustBeMunicipality">True: a municipality; false: anything else; null: either.</param>
    /// <param name="reading">Knows the organisations.</param>
    /// <param name="findings">Takes the finding.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task CheckAsync(string pointer, string? code, bool? mustBeMunicipality, AccessReading reading, Findings findings, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(code))
            return;
        if (await reading.OrganisationAsync(code, cancellationToken) is not { } known)
            findings.Add(pointer, "unknown-code", $"There is no organisation '{Excerpt.Of(code)}'.", code, Nearest.To(code, await reading.OrganisationCodesAsync(cancellationToken)));
        else if (mustBeMunicipality is { } must && must != (known.Kind == Municipality))
            findings.Add(pointer, "wrong-kind", must ? "Name a municipality." : "Practices of the state and of other countries are kept by an organisation that is no municipality, such as lalrg.", code);
    }
}
