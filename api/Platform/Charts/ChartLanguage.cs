namespace Benchlearning.Api.Platform.Charts;

/// <summary>The language of the fixed words and of the numbers.</summary>
internal enum ChartLanguage
{
    /// <summary>Decimal comma, no-break space between thousands.</summary>
    Latvian,

    /// <summary>Decimal point, comma between thousands.</summary>
    English,
}

/// <summary>Which way an indicator is good.</summary>
internal enum ChartDirection
{
    HigherIsBetter,
    LowerIsBetter,

    /// <summary>Good is near a stated value.</summary>
    Target,

    /// <summary>Neither way: no ranks, no colours of judgement.</summary>
    Neutral,
}
