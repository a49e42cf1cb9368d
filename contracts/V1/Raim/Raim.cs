namespace Benchlearning.Contracts.V1.Raim;

/// <summary>Answer to GET {address}/indicators of the raim-http contract (docs/raim-http.md): all indicators that observations may name.</summary>
/// <param name="Indicators">The indicators, in any order.</param>
public sealed record RaimIndicators(IReadOnlyList<RaimIndicator> Indicators);

/// <summary>An indicator of RAIM.</summary>
/// <param name="Code">Its code, the same for ever; observations name it.</param>
/// <param name="Name">Its name in Latvian, verbatim.</param>
/// <param name="Unit">Unit of its values, such as percent.</param>
/// <param name="Periodicity">annual, quarterly or monthly.</param>
public sealed record RaimIndicator(string Code, string Name, string Unit, string Periodicity);

/// <summary>Answer to GET {address}/observations?after={cursor}&amp;limit={rows}: observations changed since a cursor, oldest change first.</summary>
/// <param name="After">The cursor that was asked for.</param>
/// <param name="Next">The cursor behind the last change of this page; the same as After when the page is empty. Cursors only grow.</param>
/// <param name="HasMore">True when there are changes behind Next.</param>
/// <param name="Observations">The changed observations, at most as many as were asked for.</param>
/// <param name="Checksum">sha-256, lower-case hex, of the page's canonical bytes: docs/raim-http.md says how they are written.</param>
public sealed record RaimPage(long After, long Next, bool HasMore, IReadOnlyList<RaimObservation> Observations, string Checksum);

/// <summary>An observation as it is now. Texts hold no control characters.</summary>
/// <param name="Territory">Seven-digit ATVK code that the territory had in the period.</param>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Period">2025, 2025-Q2 or 2025-05.</param>
/// <param name="Breakdown">Breakdown, such as sex:F; null for the total.</param>
/// <param name="Value">The value as decimal text, such as -4.89: no exponent, no thousands separator. Text, so that no binary number changes it. Null when there is none.</param>
/// <param name="MissingReason">Why there is no value: notAvailable, notApplicable, notYetPublished or suppressed; null with a value, or notAvailable.</param>
/// <param name="Withdrawn">True when the observation is taken back; then there is no value.</param>
public sealed record RaimObservation(
    string Territory, string Indicator, string Period, string? Breakdown = null, string? Value = null, string? MissingReason = null, bool Withdrawn = false);
