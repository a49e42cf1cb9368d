using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Indicators;
using Dapper;

namespace Benchlearning.Api.Features.Indicators;

/// <summary>Reads definition versions of an indicator, whole.</summary>
internal sealed class IndicatorDefinitions(Db db)
{
    private const string Sql = """
        select w.version::integer as version, w.is_current, w.name_lv, w.name_en, w.definition_lv, w.definition_en, w.formula_lv, w.formula_en, w.topic, w.unit, w.unit_name_lv,
               w.unit_name_en, w.symbol_lv, w.symbol_en, w.direction, w.target_value, w.target_tolerance, w.decimals, w.measure, w.periodicity,
               w.stock_day, w.control, w.interpretation_lv, w.interpretation_en, w.limits_lv, w.limits_en, w.legal_basis_lv, w.legal_basis_en,
               w.conversion, w.weight_indicator, w.numerator_indicator, w.denominator_indicator, w.valid_from, w.valid_to, w.break_note_lv,
               w.break_note_en, w.source_id, w.licence, w.contact, w.expected_release, w.breakdowns, w.recorded_at
        from indicator_in_words w
        where w.code = @code
        order by w.version desc
        """;

    /// <summary>All versions, newest first; empty when there is no such indicator.</summary>
    public async Task<IReadOnlyList<IndicatorDefinition>> OfAsync(string code, Catalogue.Catalogue catalogue, string language, CancellationToken cancellationToken) =>
        (await db.QueryAsync<Row>(Sql, new { code }, cancellationToken)).ConvertAll(row => row.AsDefinition(code, catalogue, language));

    /// <summary>404 with the nearest codes.</summary>
    public static ProblemException NotFound(Catalogue.Catalogue catalogue, string code)
    {
        var findings = new Findings();
        Selection.UnknownIndicator("code", code, catalogue, findings);
        var failure = findings.Failures[0];
        return new ProblemException(ProblemTypes.NotFound, failure.ErrorMessage,
            [new ProblemError("code", null, failure.ErrorCode, failure.ErrorMessage, Excerpt.Of(code), failure.CustomState as IReadOnlyList<string>)]);
    }

    [method: ExplicitConstructor]
    private sealed record Row(
        int Version, bool IsCurrent, string NameLv, string NameEn, string DefinitionLv, string DefinitionEn, string? FormulaLv, string? FormulaEn, string Topic,
        string Unit, string UnitNameLv, string UnitNameEn, string SymbolLv, string SymbolEn, string Direction, decimal? TargetValue, decimal? TargetTolerance,
        int Decimals, string Measure, string Periodicity, string? StockDay, string Control, string InterpretationLv, string InterpretationEn, string LimitsLv,
        string LimitsEn, string? LegalBasisLv, string? LegalBasisEn, string Conversion, string? WeightIndicator, string? NumeratorIndicator,
        string? DenominatorIndicator, string ValidFrom, string? ValidTo, string? BreakNoteLv, string? BreakNoteEn, int SourceId, string? Licence,
        string? Contact, string? ExpectedRelease, string[] Breakdowns, DateTime RecordedAt)
    {
        public IndicatorDefinition AsDefinition(string code, Catalogue.Catalogue catalogue, string language) => new(
            code, Version, IsCurrent, Language.Pick(language, NameLv, NameEn), Language.Pick(language, DefinitionLv, DefinitionEn),
            Language.PickOrNull(language, FormulaLv, FormulaEn), Topic, new Unit(Unit, Language.Pick(language, UnitNameLv, UnitNameEn), Language.Pick(language, SymbolLv, SymbolEn)),
            Direction, TargetValue, TargetTolerance, Decimals, Measure, Periodicity, StockDay, Control, Language.Pick(language, InterpretationLv, InterpretationEn),
            Language.Pick(language, LimitsLv, LimitsEn), Language.PickOrNull(language, LegalBasisLv, LegalBasisEn), Conversion, WeightIndicator, NumeratorIndicator,
            DenominatorIndicator, ValidFrom, ValidTo, Language.PickOrNull(language, BreakNoteLv, BreakNoteEn), Sources.Describe(catalogue.Sources[SourceId], language),
            Licence, Contact, ExpectedRelease, [.. Breakdowns.Select(dimension => Dimensions.Describe(catalogue.Dimensions[dimension], language))], new DateTimeOffset(RecordedAt));
    }
}

/// <summary>A source in the asked language.</summary>
internal static class Sources
{
    public static Source Describe(SourceEntry source, string language) => new(
        source.Code, Language.Pick(language, source.NameLv, source.NameEn), Language.Pick(language, source.PublisherLv, source.PublisherEn),
        source.Url, source.Licence, Language.Pick(language, source.AttributionLv, source.AttributionEn));
}

/// <summary>A breakdown dimension in the asked language.</summary>
internal static class Dimensions
{
    public static Contracts.V1.Indicators.BreakdownDimension Describe(Catalogue.BreakdownDimension dimension, string language) => new(
        dimension.Code, Language.Pick(language, dimension.NameLv, dimension.NameEn),
        [.. dimension.Categories.Select(category => new Contracts.V1.Indicators.BreakdownCategory(category.Code, Language.Pick(language, category.NameLv, category.NameEn)))]);
}
