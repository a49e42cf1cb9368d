using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class FindOutliers
{
    public static readonly AnalysisMethod<OutlierRequest, OutlierAnalysis> Method = new("outliers", (request, language, _) => new Query(request, language));

    private const int MostOnEachSide = 50;
    private const int UsualHalfWidth = 3;
    private const double UsualU = 0.5;
    private const double UsualA = 0.05;
    private const double UsualC = 4;
    private const double UsualTolerance = 0.1;
    private const int SmallGroup = 10;

    private const string Reference = "Tukey (1977); Iglewicz and Hoaglin (1993); Hampel (1974); Hidiroglou and Berthelot (1986), Survey Methodology 12, 73-83";

    /// <summary>Find values that stand out</summary>
    /// <remarks>
    /// Values far from the others of their period (Tukey's fences, the modified z-score of Iglewicz and Hoaglin, the standard score), out of line with their own series (Hampel's filter), or
    /// whose change is unusual (the ratio edit of Hidiroglou and Berthelot, the very figure of the period before, ten or a thousand times as much). Each is told with its score and the limits
    /// that it was held to: soft is to be explained, hard is to be refused. Nothing is corrected or left out of anything.
    /// </remarks>
    /// <param name="request">The variable, and the method.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">What was found of every value.</response>
    /// <response code="422">The group has no members in the period, or there are no figures.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] OutlierRequest request, [AsParameters] AnalysisParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    private static OutlierMethod MethodOf(OutlierRequest request) => AnalysisMethods.OptionOf(request.Method, OutlierMethod.Tukey);

    private static bool IsOfChanges(OutlierMethod method) => method is OutlierMethod.HidiroglouBerthelot or OutlierMethod.Repeated or OutlierMethod.UnitError;

    private static bool IsPanel(OutlierRequest request, OutlierMethod method) =>
        method == OutlierMethod.Hampel || (IsOfChanges(method) ? request.Previous is null : request.Data is { } data ? data.Periods is not null : request.Periods is not null);

    internal sealed record Query(OutlierRequest Request, string Language) : IRequest<OutlierAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            if (AnalysisMethods.OptionOf("/method", request.Method, OutlierMethod.Tukey, findings) is { } method)
                Check(request, method, watch.OfCaller, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });

        private static void Check(OutlierRequest request, OutlierMethod method, Catalogue.Catalogue catalogue, Findings findings)
        {
            NamedVariable[] variables = [new("/variable", request.Variable), .. request.Previous is { } previous ? [new NamedVariable("/previous", previous)] : Array.Empty<NamedVariable>()];
            AnalysisRules.Check(request, variables, catalogue, findings, IsPanel(request, method));
            if (request.Previous is not null && (request.Data is null || !IsOfChanges(method)))
                findings.Add("/previous", "contradiction", "previous belongs to data, and to methods against the period before: hidiroglouBerthelot, repeated and unitError.", request.Previous);
            AnalysisMethods.CheckRange("/threshold", request.Threshold, 0, 1e6, findings, isOpen: true);
            AnalysisMethods.CheckRange("/hardThreshold", request.HardThreshold, request.Threshold ?? request.C ?? UsualThreshold(method), 1e6, findings);
            AnalysisMethods.CheckRange("/quantileType", request.QuantileType, 1, 9, findings);
            AnalysisMethods.CheckRange("/madConstant", request.MadConstant, 0, 1e6, findings, isOpen: true);
            AnalysisMethods.CheckRange("/halfWidth", request.HalfWidth, 1, MostOnEachSide, findings);
            AnalysisMethods.CheckRange("/u", request.U, 0, 1, findings);
            AnalysisMethods.CheckRange("/a", request.A, 0, 1, findings);
            AnalysisMethods.CheckRange("/c", request.C, 0, 1e6, findings, isOpen: true);
            AnalysisMethods.CheckRange("/tolerance", request.Tolerance, 0, 0.5, findings, isOpen: true);
            AnalysisMethods.CheckRange("/decimals", request.Decimals, 0, 15, findings);
            Belongs("/threshold", request.Threshold, OutlierMethod.Tukey, OutlierMethod.IglewiczHoaglin, OutlierMethod.ZScore, OutlierMethod.Hampel);
            Belongs("/hardThreshold", request.HardThreshold, OutlierMethod.Tukey, OutlierMethod.IglewiczHoaglin, OutlierMethod.ZScore, OutlierMethod.Hampel, OutlierMethod.HidiroglouBerthelot);
            Belongs("/quantileType", request.QuantileType, OutlierMethod.Tukey, OutlierMethod.HidiroglouBerthelot);
            Belongs("/madConstant", request.MadConstant, OutlierMethod.IglewiczHoaglin, OutlierMethod.Hampel);
            Belongs("/halfWidth", request.HalfWidth, OutlierMethod.Hampel);
            Belongs("/u", request.U, OutlierMethod.HidiroglouBerthelot);
            Belongs("/a", request.A, OutlierMethod.HidiroglouBerthelot);
            Belongs("/c", request.C, OutlierMethod.HidiroglouBerthelot);
            Belongs("/tolerance", request.Tolerance, OutlierMethod.UnitError);
            Belongs("/decimals", request.Decimals, OutlierMethod.Repeated);

            void Belongs(string pointer, double? option, params OutlierMethod[] methods)
            {
                if (option is not null && !methods.Contains(method))
                    findings.Add(pointer, "contradiction", $"{pointer[1..]} belongs to {string.Join(", ", methods.Select(AnalysisMethods.CodeOf))}.");
            }
        }
    }

    private static double UsualThreshold(OutlierMethod method) => method switch
    {
        OutlierMethod.Tukey => 1.5,
        OutlierMethod.IglewiczHoaglin => 3.5,
        OutlierMethod.HidiroglouBerthelot => UsualC,
        _ => 3,
    };

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, OutlierAnalysis>
    {
        private const double UsualHardTukey = 3;

        public async Task<OutlierAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var (request, method) = (query.Request, MethodOf(query.Request));
            string[] names = request.Previous is { } before ? [request.Variable!, before] : [request.Variable!];
            var table = IsPanel(request, method) ? await reading.ReadPanelAsync(request, names, query.Language, cancellationToken) : await reading.ReadAsync(request, names, query.Language, cancellationToken);
            var column = table.Of(request.Variable!);
            var options = new Options(request, method);
            var changes = IsOfChanges(method) ? ChangesOf(request, table, column) : null;
            var (bases, units) = method switch
            {
                OutlierMethod.Hampel => AlongSeries(table, column, options),
                OutlierMethod.HidiroglouBerthelot => AgainstUsualChange(table, changes!, options),
                OutlierMethod.Repeated or OutlierMethod.UnitError => AgainstOwnPast(table, column, changes!, options),
                _ => WithinPeriods(table, column, options),
            };
            var tested = units.Count(unit => unit.Status is "within" or "outlier");
            return new OutlierAnalysis(
                table.Frame(Method.Code, Reference, tested, Excluded(units, column), Warnings(method, bases, units, tested, query.Language), Summary(table, column, units, tested, query.Language)),
                AnalysisMethods.CodeOf(method), options.HasThresholds ? options.Thresholds.Soft : null, options.HasThresholds ? options.Thresholds.Hard : null,
                method is OutlierMethod.Tukey or OutlierMethod.HidiroglouBerthelot ? (int)options.Type : null, options.MadConstant, method == OutlierMethod.Hampel ? options.HalfWidth : null,
                method == OutlierMethod.HidiroglouBerthelot ? options.U : null, method == OutlierMethod.HidiroglouBerthelot ? options.A : null,
                method == OutlierMethod.UnitError ? options.Tolerance : null, bases, units);
        }

        /// <summary>The options with what is usual filled in.</summary>
        private sealed class Options(OutlierRequest request, OutlierMethod method)
        {
            public OutlierMethod Method => method;

            public bool HasThresholds => method is not (OutlierMethod.Repeated or OutlierMethod.UnitError);

            public OutlierThresholds Thresholds { get; } = new(request.Threshold ?? request.C ?? UsualThreshold(method),
                request.HardThreshold ?? (method == OutlierMethod.Tukey ? Math.Max(UsualHardTukey, request.Threshold ?? 0) : null));

            public QuantileType Type { get; } = (QuantileType)(request.QuantileType ?? 7);

            public double? MadConstant { get; } = method switch
            {
                OutlierMethod.IglewiczHoaglin => request.MadConstant ?? RobustZ.IglewiczHoaglin,
                OutlierMethod.Hampel => request.MadConstant ?? RobustZ.NormalConsistent,
                _ => null,
            };

            public int HalfWidth { get; } = request.HalfWidth ?? UsualHalfWidth;

            public double U { get; } = request.U ?? UsualU;

            public double A { get; } = request.A ?? UsualA;

            public double Tolerance { get; } = request.Tolerance ?? UsualTolerance;

            public int? Decimals { get; } = request.Decimals;
        }

        private static ValueChange[] ChangesOf(OutlierRequest request, AnalysisTable table, AnalysisColumn column)
        {
            var changes = new ValueChange[table.Units.Count];
            if (request.Previous is { } name)
            {
                var previous = table.Of(name).Values;
                for (var row = 0; row < changes.Length; row++)
                    changes[row] = new ValueChange(column.Values[row], previous[row]);
                return changes;
            }
            foreach (var (_, rows) in table.Series)
                for (var place = 0; place < rows.Length; place++)
                    changes[rows[place]] = new ValueChange(column.Values[rows[place]], place == 0 ? null : column.Values[rows[place - 1]], column.StartsAnew?[rows[place]] ?? false);
            return changes;
        }

        private static IEnumerable<(string? Period, int[] Rows)> PeriodsOf(AnalysisTable table)
        {
            var times = table.Times();
            return Enumerable.Range(0, table.Units.Count).GroupBy(row => table.Units[row].Period, StringComparer.Ordinal).Select(rows => (rows.Key, rows.ToArray())).OrderBy(period => times[period.Item2[0]]);
        }

        private static (OutlierBasis[] Bases, UnitOutlier[] Units) WithinPeriods(AnalysisTable table, AnalysisColumn column, Options options)
        {
            var (bases, units) = (new List<OutlierBasis>(), new UnitOutlier[table.Units.Count]);
            foreach (var (period, rows) in PeriodsOf(table))
            {
                var group = OrderedValues.From([.. rows.Select(row => column.Values[row])]);
                var fence = options.Method switch
                {
                    OutlierMethod.Tukey => Outliers.Tukey(group, options.Type),
                    OutlierMethod.IglewiczHoaglin => Outliers.Robust(group, options.MadConstant!.Value)?.Fence,
                    _ => Outliers.Standard(group),
                };
                var isTukey = options.Method == OutlierMethod.Tukey;
                var centre = isTukey ? Quantile.Of(group, 0.5, options.Type) : fence?.LowAnchor;
                if (group.Count > 0)
                    bases.Add(new OutlierBasis(period, group.Count, centre, Finite(fence?.LowScale), isTukey ? fence?.LowAnchor : null, isTukey ? fence?.HighAnchor : null, null,
                        fence?.Low(options.Thresholds.Soft), fence?.High(options.Thresholds.Soft), fence?.Low(options.Thresholds.Hard), fence?.High(options.Thresholds.Hard)));
                foreach (var row in rows)
                    units[row] = Describe(table.Units[row], new ValueChange(column.Values[row], null), fence, column.Values[row], centre, options, OutlierStatus.Within);
            }
            return ([.. bases], units);
        }

        private static (OutlierBasis[] Bases, UnitOutlier[] Units) AlongSeries(AnalysisTable table, AnalysisColumn column, Options options)
        {
            var units = new UnitOutlier[table.Units.Count];
            foreach (var (_, rows) in table.Series)
            {
                var fences = Outliers.Hampel([.. rows.Select(row => column.Values[row])], options.HalfWidth, options.MadConstant!.Value);
                for (var place = 0; place < rows.Length; place++)
                    units[rows[place]] = Describe(table.Units[rows[place]], new ValueChange(column.Values[rows[place]], null), fences[place], column.Values[rows[place]], fences[place]?.LowAnchor, options, OutlierStatus.WindowIncomplete);
            }
            return ([], units);
        }

        private static (OutlierBasis[] Bases, UnitOutlier[] Units) AgainstUsualChange(AnalysisTable table, ValueChange[] changes, Options options)
        {
            var (bases, units) = (new List<OutlierBasis>(), new UnitOutlier[table.Units.Count]);
            foreach (var (period, rows) in PeriodsOf(table))
            {
                var edit = Outliers.HidiroglouBerthelot([.. rows.Select(row => changes[row])], options.Thresholds, options.U, options.A, options.Type);
                if (edit.Fence is { } fence)
                    bases.Add(new OutlierBasis(period, edit.Count, edit.Median, null, edit.LowerQuartile, edit.UpperQuartile, edit.MedianRatio,
                        fence.Low(options.Thresholds.Soft), fence.High(options.Thresholds.Soft), fence.Low(options.Thresholds.Hard), fence.High(options.Thresholds.Hard)));
                for (var place = 0; place < rows.Length; place++)
                    units[rows[place]] = edit.Effects[place] is { } effect
                        ? Describe(table.Units[rows[place]], changes[rows[place]], edit.Fence, effect, null, options, OutlierStatus.Within) with { Effect = effect }
                        : Untested(table.Units[rows[place]], changes[rows[place]], edit.Scores[place].Status);
            }
            return ([.. bases], units);
        }

        private static (OutlierBasis[] Bases, UnitOutlier[] Units) AgainstOwnPast(AnalysisTable table, AnalysisColumn column, ValueChange[] changes, Options options) =>
            ([], [.. changes.Select((change, row) =>
            {
                var (score, factor) = options.Method == OutlierMethod.UnitError ? Outliers.UnitError(change, options.Tolerance) : (Outliers.Repeated(change, options.Decimals ?? column.Version?.Decimals), null);
                return Untested(table.Units[row], change, score.Status) with { Severity = SeverityOf(score), Side = SideOf(score), Score = score.Score, Factor = factor };
            })]);

        private static UnitOutlier Describe(AnalysedUnit unit, ValueChange change, OutlierFence? fence, double? judged, double? expected, Options options, OutlierStatus withoutFence)
        {
            if (judged is not { } value)
                return Untested(unit, change, OutlierStatus.ValueMissing);
            if (fence is not { } limits)
                return Untested(unit, change, withoutFence);
            var score = limits.Judge(value, options.Thresholds);
            return Untested(unit, change, score.Status) with
            {
                Severity = SeverityOf(score), Side = SideOf(score), Score = score.Score, Low = limits.Low(options.Thresholds.Soft), High = limits.High(options.Thresholds.Soft), Expected = expected,
            };
        }

        private static UnitOutlier Untested(AnalysedUnit unit, ValueChange change, OutlierStatus status) =>
            new(unit.Unit, unit.Period, change.Value, change.Previous, AnalysisMethods.CodeOf(status), null, null, null, null, null, null, change.Ratio, null, null);

        private static string? SeverityOf(OutlierScore score) => score.Status != OutlierStatus.Outlier ? null : score.IsHard == true ? "hard" : "soft";

        private static string? SideOf(OutlierScore score) => score.IsHigh is { } isHigh ? isHigh ? "high" : "low" : null;

        private static double? Finite(double? number) => number is { } present ? Presence.FiniteOrNull(present) : null;

        private static IEnumerable<Exclusion> Excluded(IEnumerable<UnitOutlier> units, AnalysisColumn column) => units.SelectMany(unit => unit.Status switch
        {
            "valueMissing" => [new Exclusion(unit.Unit, ExclusionReason.ValueMissing, column.Name)],
            "previousMissing" when unit.Period is null => [new Exclusion(unit.Unit, ExclusionReason.PreviousMissing, column.Name)],
            "notPositive" => [new Exclusion(unit.Unit, ExclusionReason.ValueNotPositive, column.Name)],
            _ => Array.Empty<Exclusion>(),
        });

        private static IEnumerable<string> Warnings(OutlierMethod method, OutlierBasis[] bases, UnitOutlier[] units, int tested, string language)
        {
            foreach (var basis in bases.Where(basis => basis.N < SmallGroup))
            {
                yield return basis.Period is { } period
                    ? Language.Pick(language, $"{period}: vērtību ir tikai {basis.N}; robežas ir nedrošas.", $"{period}: there are only {basis.N} values; the limits are uncertain.")
                    : Language.Pick(language, $"Vērtību ir tikai {basis.N}; robežas ir nedrošas.", $"There are only {basis.N} values; the limits are uncertain.");
            }
            if (method != OutlierMethod.ZScore && bases.Any(basis => basis is { N: > 1, Scale: 0 }))
                yield return Language.Pick(language, "Vismaz puse vērtību ir vienādas; izceļas viss, kas atšķiras.", "At least half of the values are equal; whatever differs stands out.");
            if (method == OutlierMethod.Hampel && tested == 0 && units.Length > 0)
                yield return Language.Pick(language, "Neviena vērtība nav pārbaudīta, jo rindas ir par īsām; izvēlieties mazāku halfWidth.", "Nothing was tested, because the series are too short; choose a smaller halfWidth.");
        }

        private static string Summary(AnalysisTable table, AnalysisColumn column, UnitOutlier[] units, int tested, string language)
        {
            var found = units.Where(unit => unit.Status == "outlier").ToArray();
            if (tested == 0)
                return Language.Pick(language, $"{column.InWords}: nav vērtību, ko pārbaudīt.", $"{column.InWords}: there is no value to test.");
            if (found.Length == 0)
                return Language.Pick(language, $"{column.InWords}: no pārbaudītajām vērtībām ({tested}) neviena neizceļas.", $"{column.InWords}: none of the {tested} values tested stands out.");
            var told = string.Join(", ", found.OrderByDescending(unit => Math.Abs(unit.Score ?? double.MaxValue)).Take(5).Select(Told)) + (found.Length > 5 ? " …" : "");
            return Language.Pick(language,
                $"{column.InWords}: izceļas {found.Length} no pārbaudītajām vērtībām ({tested}): {told}.", $"{column.InWords}: {found.Length} of the {tested} values tested {(found.Length == 1 ? "stands" : "stand")} out: {told}.");

            string Told(UnitOutlier unit) =>
                $"{table.NameOf(unit.Unit)}{(unit.Period is { } period ? $" {period}" : "")} ({unit.Value!.Value.ToString(column.Version is { } version ? $"N{version.Decimals}" : "0.######", CultureInfo.GetCultureInfo(language))})";
        }
    }
}
