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

internal static class ProtectTable
{
    public static readonly AnalysisMethod<ProtectionRequest, ProtectionAnalysis> Method = new("disclosure-protect", (request, language, _) => new Query(request, language));

    private const string Reference = "Primary rules, complementary suppression and rounding as in Hundepool et al., Statistical Disclosure Control (2012); audit by linear programs of Fischetti and Salazar (2000); controlled rounding of Cox and Ernst (1982)";

    /// <summary>Protect a table before it is published</summary>
    /// <remarks>
    /// Hides what points at people: small counts, and amounts that one or two contributors make nearly alone. Because totals are published, cells hidden alone could be
    /// worked out by subtraction: further cells are hidden until no sensitive one can be, and the audit that proves it is told. Or the table is rounded to a base. Totals
    /// are cells like others and are hidden where they are sensitive themselves. Rows are units, columns variables, groups of data have subtotals.
    /// </remarks>
    /// <param name="request">The table, and how to protect it.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The table as it may be published.</response>
    /// <response code="422">The table cannot be protected: a number is negative, it is too large, subtotals overlap such that no rounding adds up, or a group has no members.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] ProtectionRequest request, [AsParameters] AnalysisParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(ProtectionRequest Request, string Language) : IRequest<ProtectionAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            AnalysisRules.Check(request, DisclosureOptions.Named(request.Variables, request.Data, findings), watch.OfCaller, findings);
            var kind = AnalysisMethods.OptionOf("/kind", request.Kind, CellKind.Counts, findings);
            AnalysisMethods.CheckRange("/threshold", request.Threshold, 1, 1000, findings);
            AnalysisMethods.CheckRange("/pPercent", request.PPercent, 0, 100, findings);
            DisclosureOptions.CheckLevel(request.MinimumWidth, request.MinimumPercent, findings);
            CheckDominance(request.Dominance, findings);
            CheckRounding(request.Rounding, findings);
            if (kind == CellKind.Counts)
                foreach (var (pointer, isGiven) in new[] { ("/contributions", request.Contributions is not null), ("/dominance", request.Dominance is not null), ("/pPercent", request.PPercent is not null) })
                    if (isGiven)
                        findings.Add(pointer, "contradiction", $"{pointer[1..]} belongs to kind magnitudes.");
            if (request.Data is { Units: { } units } data && DisclosureOptions.ColumnsOf(request.Variables, data) is { } columns)
            {
                DisclosureOptions.CheckSubtotals(data, findings);
                DisclosureOptions.CheckSize(units.Count, data.Groups?.Count ?? 0, columns.Count, findings);
                if (kind == CellKind.Magnitudes)
                    CheckContributions(request.Contributions, data, columns, findings);
            }
            else if (request.Data is null && kind == CellKind.Magnitudes)
                findings.Add("/kind", "contradiction", "magnitudes need their contributions, which come with data.", request.Kind);
            new FindingsOf<Query>(context).AddAll(findings);
        });

        private static void CheckDominance(DominanceRule? rule, Findings findings)
        {
            if (rule is null)
                return;
            if (rule.N is null) findings.Add("/dominance/n", "required", "Say how many of the largest contributions.");
            if (rule.K is null) findings.Add("/dominance/k", "required", "Say which percentage of the cell is too much for them.");
            AnalysisMethods.CheckRange("/dominance/n", rule.N, 1, 100, findings);
            AnalysisMethods.CheckRange("/dominance/k", rule.K, 0, 100, findings, isOpen: true);
        }

        private static void CheckRounding(RoundingRule? rule, Findings findings)
        {
            if (rule is null)
                return;
            if (rule.Base is null) findings.Add("/rounding/base", "required", "Say what cells become multiples of, such as 3 or 5.");
            AnalysisMethods.CheckRange("/rounding/base", rule.Base, 0, 1e12, findings, isOpen: true);
            var method = AnalysisMethods.OptionOf("/rounding/method", rule.Method, TableRounding.Controlled, findings);
            AnalysisMethods.CheckRange("/rounding/seed", rule.Seed, 0, long.MaxValue, findings);
            if (method == TableRounding.Random && rule.Seed is null)
                findings.Add("/rounding/seed", "required", "Rounding by chance needs a seed, so that it can be repeated; choose a number and keep it secret.");
            if (method == TableRounding.Nearest && rule.Seed is not null)
                findings.Add("/rounding/seed", "contradiction", "Nothing is left to chance in rounding to the nearest: seed belongs to random and controlled.");
        }

        private static void CheckContributions(IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<double>?>>? contributions, InlineData data, IReadOnlyList<string> columns, Findings findings)
        {
            if (contributions is null)
            {
                findings.Add("/contributions", "required", "Say what every contributor has in each cell: the rules for magnitudes judge by it.");
                return;
            }
            foreach (var unknown in contributions.Keys.Except(columns, StringComparer.Ordinal).Take(20))
                findings.Add(AnalysisRules.Pointer("/contributions", unknown), "unknown-value", $"{Excerpt.Of(unknown)} is none of the columns.", unknown, [.. columns.Take(20)]);
            foreach (var column in columns)
            {
                if (data.Variables?.GetValueOrDefault(column) is not { } values || values.Count != data.Units!.Count)
                    continue;
                var pointer = AnalysisRules.Pointer("/contributions", column);
                if (contributions.GetValueOrDefault(column) is not { } cells)
                    findings.Add(pointer, "required", $"Give the contributions of {Excerpt.Of(column)}.");
                else if (cells.Count != values.Count)
                    findings.Add(pointer, "wrong-length", string.Create(CultureInfo.InvariantCulture, $"There are {values.Count} rows, and so there must be {values.Count} entries."), cells.Count.ToString(CultureInfo.InvariantCulture));
                else
                    for (var row = 0; row < cells.Count; row++)
                        CheckCell(string.Create(CultureInfo.InvariantCulture, $"{pointer}/{row}"), cells[row], values[row], findings);
            }
        }

        private static void CheckCell(string pointer, IReadOnlyList<double>? contributions, double? value, Findings findings)
        {
            if (value is not { } total)
                return;
            if (contributions is null)
                findings.Add(pointer, "required", "Give the contributions of the cell; an empty list where there is none.");
            else if (contributions.Any(contribution => !(contribution >= 0) || !double.IsFinite(contribution)))
                findings.Add(pointer, "out-of-range", "A contribution is zero or more.");
            else if (Math.Abs(contributions.Sum() - total) > 1e-9 * Math.Max(1, Math.Abs(total)))
                findings.Add(pointer, "contradiction", string.Create(CultureInfo.InvariantCulture, $"The contributions make {contributions.Sum():R}, and the cell is {total:R}."));
        }
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, ProtectionAnalysis>
    {
        public async Task<ProtectionAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var columns = DisclosureOptions.ColumnsOf(request.Variables, request.Data)!;
            var data = await reading.ReadAsync(request, columns, query.Language, cancellationToken);
            RefuseWhatCannotBe(data, columns);
            var rows = Enumerable.Range(0, data.Units.Count).Where(row => columns.All(column => data.Of(column).Values[row] is not null)).ToArray();
            var kind = AnalysisMethods.OptionOf(request.Kind, CellKind.Counts);
            string[] subtotals = [.. request.Data?.Groups?.Keys ?? []];
            var table = new DisclosureTable(rows.Length, columns.Count, [.. subtotals.Select(name => RowsOf(request.Data!.Groups![name], data, rows))], rows.Length > 1, columns.Count > 1);
            var values = table.Complete([.. rows.Select(row => columns.Select(column => data.Of(column).Values[row]!.Value).ToArray())]);
            var rules = new DisclosureRules(request.Threshold ?? 3, request.HideZeros ?? false, request.Dominance?.N, request.Dominance?.K ?? 0, request.PPercent);
            var sensitive = Enumerable.Range(0, table.Cells).Select(cell => kind == CellKind.Counts ? rules.OfCount(values[cell])
                : rules.OfMagnitude(table.PartsOf(cell).SelectMany(part => request.Contributions![columns[part.Column]][rows[part.Row]]!))).ToArray();
            var level = new ProtectionLevel(request.MinimumWidth ?? 0, request.MinimumPercent ?? 0);
            var isWhole = DisclosureOptions.AreWhole(kind, values.Select(value => (double?)value));
            var rounding = request.Rounding is null ? (TableRounding?)null : AnalysisMethods.OptionOf(request.Rounding.Method, TableRounding.Controlled);

            var (shown, audit, weak) = rounding is { } method ? Round(table, values, sensitive, request.Rounding!, method, level, isWhole) : Hide(table, values, sensitive, level, isWhole);
            var known = audit.ToDictionary(cell => cell.Cell);
            var cells = Enumerable.Range(0, table.Cells).Select(cell => Describe(shown[cell], sensitive[cell].Rule, known.GetValueOrDefault(cell), rounding is not null)).ToArray();
            var cost = CostOf(table, values, shown, cells, rounding is not null);
            string[] names = [.. rows.Select(row => data.Units[row].Unit)];
            var missing = from row in Enumerable.Range(0, data.Units.Count).Except(rows) let column = columns.First(column => data.Of(column).Values[row] is null) select new Exclusion(data.Units[row].Unit, ExclusionReason.ValueMissing, column);
            return new ProtectionAnalysis(
                data.Frame(Method.Code, Reference, rows.Length, missing, Warnings(data.Units.Count - rows.Length, weak.Count, query.Language), Summary(cells, cost, request.Rounding, weak.Count, query.Language)),
                AnalysisMethods.CodeOf(kind), rounding is null ? "suppression" : "rounding",
                new AppliedProtection(rules.Threshold, rules.AreZerosSensitive, rules.DominanceN, request.Dominance?.K, rules.PPercent, level.MinimumWidth, level.MinimumPercent, request.Rounding?.Base,
                    rounding is { } used ? AnalysisMethods.CodeOf(used) : null),
                columns, table.HasTotalColumn,
                [.. Enumerable.Range(0, table.Lines).Select(LineOf)], cost, new ProtectionAudit(weak.Count == 0, audit.Count, audit.Count(cell => cell.IsExact), weak.Count));

            ProtectedLine LineOf(int line)
            {
                var (lineKind, name) = DisclosureOptions.LineOf(table, line, names, subtotals);
                return new ProtectedLine(name, lineKind, cells[table.Cell(line, 0)..table.Cell(line + 1, 0)]);
            }
        }

        private static int[] RowsOf(IReadOnlyList<string> members, AnalysisTable data, int[] rows) =>
            [.. Enumerable.Range(0, rows.Length).Where(place => members.Contains(data.Units[rows[place]].Unit, StringComparer.Ordinal))];

        private static void RefuseWhatCannotBe(AnalysisTable data, IReadOnlyList<string> columns)
        {
            var findings = new Findings();
            DisclosureOptions.CheckSize(data.Units.Count, 0, columns.Count, findings);
            var errors = findings.Failures.Select(failure => new ProblemError(null, "/variables", failure.ErrorCode, failure.ErrorMessage, failure.AttemptedValue as string, null)).ToList();
            foreach (var column in columns)
                for (var row = 0; row < data.Units.Count && errors.Count < 100; row++)
                    if (data.Of(column).Values[row] < 0)
                        errors.Add(new ProblemError(null, data.Origin is null ? string.Create(CultureInfo.InvariantCulture, $"{AnalysisRules.Pointer("/data/variables", column)}/{row}") : "/variables", "negative-value",
                            $"{data.NameOf(data.Units[row].Unit)}: {data.Of(column).InWords} is negative; the rules are of counts and amounts, zero or more.", null, null));
            if (errors.Count > 0)
                throw new ProblemException(ProblemTypes.Unprocessable, "The table cannot be protected; errors names what stands in the way.", errors);
        }

        private static (double?[] Shown, IReadOnlyList<HiddenCell> Audit, IReadOnlyCollection<int> Weak) Hide(DisclosureTable table, double[] values, Sensitivity[] sensitive, ProtectionLevel level, bool isWhole)
        {
            var result = DisclosureProtection.Of(table, values, sensitive, level, isWhole);
            return ([.. values.Select((value, cell) => result.IsHidden[cell] ? (double?)null : value)], result.Audit, result.Weak);
        }

        private static (double?[] Shown, IReadOnlyList<HiddenCell> Audit, IReadOnlyCollection<int> Weak) Round(
            DisclosureTable table, double[] values, Sensitivity[] sensitive, RoundingRule rule, TableRounding method, ProtectionLevel level, bool isWhole)
        {
            var (to, seed) = (rule.Base!.Value, rule.Seed is { } given ? (ulong?)given : null);
            var rounded = DisclosureRounding.Of(table, values, to, method, seed)
                ?? throw new ProblemException(ProblemTypes.Unprocessable, "The subtotals overlap such that no rounding adds up; leave one out, or choose random or nearest.",
                    [new ProblemError(null, "/rounding/method", "not-additive", "No rounding of this table makes its rounded totals.", "controlled", ["nearest", "random"])]);
            var isWholeBase = isWhole && to == Math.Floor(to);
            var audit = DisclosureAudit.Of(table, new double?[table.Cells], cell => DisclosureRounding.Behind(rounded[cell], to, method, isWholeBase), isWhole, cell => sensitive[cell].Rule != PrimaryRule.None);
            return ([.. rounded.Select(value => (double?)value)], audit, [.. audit.Where(cell => DisclosureProtection.IsWeak(cell, sensitive[cell.Cell], level)).Select(cell => cell.Cell)]);
        }

        private static ProtectedCell Describe(double? shown, PrimaryRule rule, HiddenCell? known, bool isRounded) => new(
            shown, isRounded ? "rounded" : shown is not null ? "published" : rule == PrimaryRule.None ? "complementary" : "primary", rule == PrimaryRule.None ? null : AnalysisMethods.CodeOf(rule),
            known?.Interval.Low, known?.Interval.High, known?.IsExact ?? false);

        private static ProtectionCost CostOf(DisclosureTable table, double[] values, double?[] shown, ProtectedCell[] cells, bool isRounded)
        {
            var inner = Enumerable.Range(0, table.Cells).Where(cell => !table.IsTotal(cell)).ToArray();
            var whole = inner.Sum(cell => values[cell]);
            var lost = inner.Sum(cell => shown[cell] is { } value ? Math.Abs(value - values[cell]) : values[cell]);
            return new ProtectionCost(cells.Count(cell => cell.Status == "primary"), cells.Count(cell => cell.Status == "complementary"), cells.Count(cell => cell.Value is not null),
                lost, whole == 0 ? null : lost / whole, isRounded ? values.Select((value, cell) => Math.Abs(shown[cell]!.Value - value)).DefaultIfEmpty(0).Max() : 0);
        }

        private static IEnumerable<string> Warnings(int excluded, int weak, string language)
        {
            if (excluded > 0)
                yield return Language.Pick(language, "Rindas, kurām trūkst skaitļa, nav ieskaitītas arī kopsummās.", "Rows that lack a number are not in the totals either.");
            if (weak > 0)
                yield return Language.Pick(language, "Šo tabulu tā nedrīkst publicēt: dažas jutīgas šūnas joprojām var aprēķināt.", "Do not publish this table as it is: some sensitive cells can still be worked out.");
        }

        private static string Summary(ProtectedCell[] cells, ProtectionCost cost, RoundingRule? rounding, int weak, string language)
        {
            if (cells.Length == 0)
                return Language.Pick(language, "Nevienai rindai nav visu skaitļu.", "No row has all its numbers.");
            var told = rounding is not null
                ? Language.Pick(language, $"Visas šūnas noapaļotas līdz {Shown(rounding.Base!.Value)} daudzkārtņiem; lielākā izmaiņa ir {Shown(cost.LargestChange)}.", $"All cells are rounded to multiples of {Shown(rounding.Base!.Value)}; the largest change is {Shown(cost.LargestChange)}.")
                : cost.Primary == 0 ? Language.Pick(language, "Jutīgu šūnu nav; tabulu var publicēt visu.", "No cell is sensitive; the table can be published whole.")
                : Language.Pick(language, $"Slēptās jutīgās šūnas: {cost.Primary}; vēl slēptas, lai tās nevarētu aprēķināt: {cost.Complementary}. Publicējamas {cost.Published} no {cells.Length} šūnām.",
                    $"Hidden because they are sensitive: {cost.Primary}; hidden so that these cannot be worked out: {cost.Complementary}. {cost.Published} of {cells.Length} cells can be published.");
            return weak == 0 ? told : $"{told} {Language.Pick(language, $"Jutīgas šūnas, ko tomēr var aprēķināt: {weak}.", $"Sensitive cells that can be worked out all the same: {weak}.")}";

            string Shown(double number) => number.ToString("0.######", CultureInfo.GetCultureInfo(language));
        }
    }
}
