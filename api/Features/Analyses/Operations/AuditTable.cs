using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class AuditTable
{
    public static readonly AnalysisMethod<DisclosureAuditRequest, DisclosureAuditAnalysis> Method = new("disclosure-audit", (request, language, _) => new Query(request, language));

    private const string Reference = "The attacker's problem of Fischetti and Salazar (2000): the least and the most of every hidden cell by two linear programs, given the published cells and totals";

    /// <summary>Audit a table with hidden cells</summary>
    /// <remarks>
    /// What a reader can work out: for every hidden cell the least and the most that it can be, given the published cells, totals and subtotals, and that no cell is below
    /// zero (or what else is known). A cell whose interval is a point is as good as published. The table comes as data, with null for hidden cells.
    /// </remarks>
    /// <param name="request">The published table.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The interval of every hidden cell.</response>
    /// <response code="422">No numbers fit what is published: cells do not make their totals.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] DisclosureAuditRequest request, [AsParameters] AnalysisParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(DisclosureAuditRequest Request, string Language) : IRequest<DisclosureAuditAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            if (request.Data is null)
                findings.Add("/data", "required", "Give the table as it is published, with null for hidden cells.");
            else
                AnalysisRules.Check(request, DisclosureOptions.Named(request.Variables, request.Data, findings), watch.OfCaller, findings);
            _ = AnalysisMethods.OptionOf("/kind", request.Kind, CellKind.Counts, findings);
            AnalysisMethods.CheckRange("/lower", request.Lower, -1e15, 1e15, findings);
            AnalysisMethods.CheckRange("/upper", request.Upper, -1e15, 1e15, findings);
            if (request.Upper < (request.Lower ?? 0))
                findings.Add("/upper", "contradiction", "upper is below lower.", request.Upper?.ToString("R", CultureInfo.InvariantCulture));
            DisclosureOptions.CheckLevel(request.MinimumWidth, request.MinimumPercent, findings);
            if (request.Data is { Units: { Count: > 0 } units } data && DisclosureOptions.ColumnsOf(request.Variables, data) is { } columns)
            {
                DisclosureOptions.CheckSubtotals(data, findings);
                DisclosureOptions.CheckSize(units.Count, request.GroupTotals?.Count ?? 0, columns.Count, findings);
                CheckTotals("/rowTotals", request.RowTotals, [units.Count], findings);
                CheckTotals("/columnTotals", request.ColumnTotals, [columns.Count], findings);
                foreach (var (group, totals) in request.GroupTotals ?? new Dictionary<string, IReadOnlyList<double?>>(StringComparer.Ordinal))
                {
                    var pointer = AnalysisRules.Pointer("/groupTotals", group);
                    if (data.Groups?.ContainsKey(group) != true)
                        findings.Add(pointer, "unknown-value", $"{Excerpt.Of(group)} is no group of data.", group, [.. (data.Groups?.Keys ?? []).Take(20)]);
                    if (totals is null)
                        findings.Add(pointer, "required", "Give the subtotals, with null for a hidden one.");
                    CheckTotals(pointer, totals, request.RowTotals is null ? [columns.Count] : [columns.Count, columns.Count + 1], findings);
                }
                if (request.GrandTotal is not null && request.RowTotals is null && request.ColumnTotals is null)
                    findings.Add("/grandTotal", "contradiction", "grandTotal is the total of rowTotals or columnTotals: give one of them, with null where a total is hidden.");
            }
            new FindingsOf<Query>(context).AddAll(findings);
        });

        private static void CheckTotals(string pointer, IReadOnlyList<double?>? totals, int[] lengths, Findings findings)
        {
            if (totals is null)
                return;
            if (!lengths.Contains(totals.Count))
                findings.Add(pointer, "wrong-length", string.Create(CultureInfo.InvariantCulture, $"There must be {string.Join(" or ", lengths)} entries; null stands for a hidden total."), totals.Count.ToString(CultureInfo.InvariantCulture));
            if (totals.Any(total => total is { } number && !double.IsFinite(number)))
                findings.Add(pointer, "out-of-range", "A number is beyond 1.7e308.");
        }
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, DisclosureAuditAnalysis>
    {
        public async Task<DisclosureAuditAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var columns = DisclosureOptions.ColumnsOf(request.Variables, request.Data)!;
            var data = await reading.ReadAsync(request, columns, query.Language, cancellationToken);
            string[] subtotals = [.. request.GroupTotals?.Keys ?? []];
            var table = new DisclosureTable(data.Units.Count, columns.Count,
                [.. subtotals.Select(name => Enumerable.Range(0, data.Units.Count).Where(row => request.Data!.Groups![name].Contains(data.Units[row].Unit, StringComparer.Ordinal)).ToArray())],
                request.ColumnTotals is not null || request.GrandTotal is not null, request.RowTotals is not null || (request.GrandTotal is not null && request.ColumnTotals is not null));
            var (published, isGiven) = Published(table, data, columns, request, subtotals);
            var kind = AnalysisMethods.OptionOf(request.Kind, CellKind.Counts);
            var level = new ProtectionLevel(request.MinimumWidth ?? 0, request.MinimumPercent ?? 0);
            var lower = request.Lower ?? 0;
            var audit = Audit(table, published, lower, request.Upper, DisclosureOptions.AreWhole(kind, published)).Where(cell => isGiven[cell.Cell]).ToArray();
            string[] names = [.. data.Units.Select(unit => unit.Unit)];
            var hidden = Array.ConvertAll(audit, Describe);
            var (exact, narrow) = (hidden.Count(cell => cell.Status == "exact"), hidden.Count(cell => cell.Status == "tooNarrow"));
            return new DisclosureAuditAnalysis(
                data.Frame(Method.Code, Reference, data.Units.Count, [], [], Summary(hidden.Length, exact, narrow, query.Language)),
                AnalysisMethods.CodeOf(kind), lower, request.Upper, level.MinimumWidth, level.MinimumPercent, exact + narrow == 0, exact, narrow, hidden);

            AuditedCell Describe(HiddenCell cell)
            {
                var (kindOfLine, name) = DisclosureOptions.LineOf(table, cell.Cell / table.Breadth, names, subtotals);
                return new AuditedCell(name, kindOfLine, cell.Cell % table.Breadth < columns.Count ? columns[cell.Cell % table.Breadth] : null, cell.Interval.Low, cell.Interval.High, cell.Interval.Width,
                    cell.IsExact ? "exact" : level.IsTooNarrow(cell) ? "tooNarrow" : "protected");
            }
        }

        /// <summary>Every cell, and whether the request tells of it: a total that is not published at all is nobody's secret.</summary>
        private static (double?[] Published, bool[] IsGiven) Published(DisclosureTable table, AnalysisTable data, IReadOnlyList<string> columns, DisclosureAuditRequest request, string[] subtotals)
        {
            var (published, isGiven) = (new double?[table.Cells], new bool[table.Cells]);
            for (var column = 0; column < columns.Count; column++)
                PutColumn(column, data.Of(columns[column]).Values);
            if (request.RowTotals is { } rowTotals)
                PutColumn(columns.Count, rowTotals);
            for (var subtotal = 0; subtotal < subtotals.Length; subtotal++)
                PutLine(table.Rows + subtotal, request.GroupTotals![subtotals[subtotal]]);
            if (request.ColumnTotals is { } columnTotals)
                PutLine(table.Lines - 1, columnTotals);
            if (request.GrandTotal is { } grandTotal)
                Put(table.Cells - 1, grandTotal);
            return (published, isGiven);

            void PutColumn(int column, IReadOnlyList<double?> values)
            {
                for (var row = 0; row < values.Count; row++)
                    Put(table.Cell(row, column), values[row]);
            }

            void PutLine(int line, IReadOnlyList<double?> values)
            {
                for (var column = 0; column < values.Count; column++)
                    Put(table.Cell(line, column), values[column]);
            }

            void Put(int cell, double? value) => (published[cell], isGiven[cell]) = (value, true);
        }

        private static IReadOnlyList<HiddenCell> Audit(DisclosureTable table, double?[] published, double lower, double? upper, bool isWhole)
        {
            try
            {
                return DisclosureAudit.Of(table, published, cell => table.IsTotal(cell) ? new NumberInterval(lower * table.PartsOf(cell).Count(), null) : new NumberInterval(lower, upper), isWhole);
            }
            catch (ArgumentException)
            {
                throw new ProblemException(ProblemTypes.Unprocessable, "No numbers fit what is published: cells do not make their totals, or hidden ones would have to be below lower or above upper.",
                    [new ProblemError(null, "/data/variables", "not-additive", "Published cells and totals contradict each other.", null, null)]);
            }
        }

        private static string Summary(int hidden, int exact, int narrow, string language) =>
            hidden == 0 ? Language.Pick(language, "Nekas nav slēpts.", "Nothing is hidden.")
            : exact + narrow == 0 ? Language.Pick(language, $"Slēptās šūnas: {hidden}; nevienu nevar aprēķināt.", $"Hidden cells: {hidden}; none can be worked out.")
            : Language.Pick(language, $"Slēptās šūnas: {hidden}; precīzi var aprēķināt {exact}, pārāk šauri vēl {narrow}.", $"Hidden cells: {hidden}; {exact} can be worked out exactly, and {narrow} more too narrowly.");
    }
}
