using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Benchlearning.Api.Features.Analyses;

namespace Benchlearning.Benchmarks;

/// <summary>
/// Data envelopment analysis of 119 units with three inputs and four outputs, variable returns, for inputs, with maximal slacks and peers: in process beside the same
/// two programs of each unit solved by SciPy's HiGHS, both on the same core in turn; over HTTP beside the time in process and a request for nothing; and its bootstrap.
/// </summary>
internal static class EfficiencyCost
{
    private const string Python = "/usr/bin/python3";
    private const int Units = 119;
    private const int Inputs = 3;
    private const int Outputs = 4;
    private const int Replications = 1000;
    private const int RunsInRound = 20;

    /// <summary>The runtime recompiles what is hot in several steps, and needs this long to settle.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);

    /// <summary>Solves what it is given on the first line once for every further line, and answers with seconds, the sum of scores and the sum of slacks.</summary>
    private const string Solver = """
        import json, sys, time
        import numpy as np
        from scipy.optimize import linprog
        given = json.loads(sys.stdin.readline())
        x, y = np.array(given['inputs']).T, np.array(given['outputs']).T
        (m, n), s = x.shape, y.shape[0]
        print('ready', flush=True)
        for _ in sys.stdin:
            began, scores, slacks = time.perf_counter(), 0.0, 0.0
            for unit in range(n):
                first = linprog(np.r_[1, np.zeros(n)], A_ub=np.block([[-x[:, [unit]], x], [np.zeros((s, 1)), -y]]), b_ub=np.r_[np.zeros(m), -y[:, unit]],
                                A_eq=np.r_[0, np.ones(n)][None, :], b_eq=[1], bounds=(0, None), method='highs')
                theta = first.x[0]
                second = linprog(np.r_[np.zeros(n), -np.ones(m + s)], A_eq=np.block([[x, np.eye(m), np.zeros((m, s))], [y, np.zeros((s, m)), -np.eye(s)], [np.ones((1, n)), np.zeros((1, m + s))]]),
                                 b_eq=np.r_[theta * x[:, unit], y[:, unit], 1], bounds=(0, None), method='highs')
                scores += theta
                slacks += -second.fun if second.status == 0 else float('nan')
            print(time.perf_counter() - began, scores, slacks, flush=True)
        """;

    public static async Task RunAsync(Report report, Func<Task<ServerProcess>> start, Arguments arguments, CancellationToken cancellationToken)
    {
        var data = Generated();
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < WarmUp;)
            _ = Dea.Measure(data, cancellationToken: cancellationToken);
        await AgainstSciPyAsync(report, data, arguments, cancellationToken);
        await OverHttpAsync(report, data, start, arguments, cancellationToken);
        await BootstrapAsync(report, data, cancellationToken);
    }

    private static async Task AgainstSciPyAsync(Report report, DeaData data, Arguments arguments, CancellationToken cancellationToken)
    {
        const string Name = "efficiency: DEA of 119 units, SciPy's HiGHS and ours in process";
        if (!await HasSciPyAsync(cancellationToken))
        {
            Report.Skip(Name, "python3-scipy is not installed (apt-get install python3-scipy)");
            return;
        }
        using var python = StartPython();
        await python.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { inputs = Rows(data, isInput: true), outputs = Rows(data, isInput: false) }).AsMemory(), cancellationToken);
        _ = await python.StandardOutput.ReadLineAsync(cancellationToken);
        var rounds = new List<(double SciPy, double Ours)>();
        var (theirs, ours) = ((Scores: 0.0, Slacks: 0.0), (Scores: 0.0, Slacks: 0.0));
        for (var round = 0; round < arguments.Rounds; round++)
        {
            await python.StandardInput.WriteLineAsync("again".AsMemory(), cancellationToken);
            await python.StandardInput.FlushAsync(cancellationToken);
            var answer = (await python.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("SciPy ended.")).Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            theirs = (answer[1], answer[2]);
            var results = Dea.Measure(data, cancellationToken: cancellationToken);
            ours = (results.Sum(unit => unit.Score!.Value), results.Sum(unit => unit.InputSlacks.Concat(unit.OutputSlacks).Sum(slack => slack.Value)));
            rounds.Add((answer[0] * 1000, InProcess(data)));
        }
        python.StandardInput.Close();
        await python.WaitForExitAsync(cancellationToken);
        if (Math.Abs(ours.Scores - theirs.Scores) > 1e-6 * theirs.Scores || Math.Abs(ours.Slacks - theirs.Slacks) > 1e-4 * theirs.Slacks)
        {
            report.Fail(Name, string.Create(CultureInfo.InvariantCulture, $"The answers differ: scores {ours.Scores} and {theirs.Scores}, slacks {ours.Slacks} and {theirs.Slacks}."));
            return;
        }
        var ratio = Spread.Of(rounds.Select(round => round.Ours / round.SciPy));
        report.Add(new Figure(Name, $"{Spread.Of(rounds.Select(round => round.SciPy)).Show("0.0")} ms", $"{Spread.Of(rounds.Select(round => round.Ours)).Show("0.00")} ms", $"{ratio.Show("0.000")} x", "<= 0.2 x", ratio.Median <= 0.2));
    }

    private static async Task OverHttpAsync(Report report, DeaData data, Func<Task<ServerProcess>> start, Arguments arguments, CancellationToken cancellationToken)
    {
        await using var server = await start();
        using var client = new HttpClient { BaseAddress = server.Address };
        var request = new { inputs = Names('x', Inputs), outputs = Names('y', Outputs), data = new { units = data.Units, variables = Variables(data) } };
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < WarmUp;)
            await PostAsync();
        var rounds = new List<(double Bound, double Ours, double Cpu)>();
        for (var round = 0; round < arguments.Rounds; round++)
        {
            await Cores.JoinTheServerAsync(cancellationToken);
            var before = Environment.CpuUsage.TotalTime;
            var inProcess = InProcess(data);
            var cpuInProcess = Environment.CpuUsage.TotalTime - before;
            await Cores.LeaveToTheServerAsync(cancellationToken);
            var nothing = await MedianAsync(async () =>
            {
                using var answer = await client.GetAsync(new Uri("/health/live", UriKind.Relative), cancellationToken);
                answer.EnsureSuccessStatusCode();
            });
            before = server.CpuTime;
            var ours = await MedianAsync(PostAsync);
            rounds.Add(((2 * inProcess) + nothing, ours, (server.CpuTime - before) / cpuInProcess));
        }
        var ratio = Spread.Of(rounds.Select(round => round.Ours / round.Bound));
        report.Add(new Figure("efficiency: DEA of 119 units over HTTP, beside twice the time in process and a request for nothing", $"{Spread.Of(rounds.Select(round => round.Bound)).Show("0.00")} ms",
            $"{Spread.Of(rounds.Select(round => round.Ours)).Show("0.00")} ms", $"{ratio.Show("0.00")} x; CPU {Spread.Of(rounds.Select(round => round.Cpu)).Show("0.00")} x of in process", "<= 1 x", ratio.Median <= 1));

        async Task PostAsync()
        {
            using var answer = await client.PostAsJsonAsync("/v1/analyses/efficiency/dea", request, cancellationToken);
            answer.EnsureSuccessStatusCode();
            _ = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        }
    }

    private static async Task BootstrapAsync(Report report, DeaData data, CancellationToken cancellationToken)
    {
        await Cores.TakeAllAsync(cancellationToken);
        var told = 0;
        var began = Stopwatch.GetTimestamp();
        _ = DeaBootstrap.Of(data, new DeaOptions(), new DeaBootstrapOptions(Replications, Parallel: Environment.ProcessorCount), done => Interlocked.Exchange(ref told, Math.Max(told, done)), cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await Cores.LeaveToTheServerAsync(cancellationToken);
        report.Add(new Figure(string.Create(CultureInfo.InvariantCulture, $"efficiency: {Replications} bootstrap replications on {Environment.ProcessorCount} cores"), "",
            string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s"), string.Create(CultureInfo.InvariantCulture, $"{told} of {Replications} told"), "< 60 s", seconds < 60 && told == Replications));
    }

    /// <summary>Milliseconds of one analysis: the median of some.</summary>
    private static double InProcess(DeaData data)
    {
        var times = new double[RunsInRound];
        for (var run = 0; run < times.Length; run++)
        {
            var began = Stopwatch.GetTimestamp();
            _ = Dea.Measure(data);
            times[run] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        return Spread.Of(times).Median;
    }

    private static async Task<double> MedianAsync(Func<Task> ask)
    {
        var times = new double[RunsInRound];
        for (var run = 0; run < times.Length; run++)
        {
            var began = Stopwatch.GetTimestamp();
            await ask();
            times[run] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        return Spread.Of(times).Median;
    }

    /// <summary>Units of very different sizes that use more the more they make, some better than others.</summary>
    private static DeaData Generated()
    {
        var random = new StableRandom(119);
        return DeaData.From([.. Enumerable.Range(1, Units).Select(number =>
        {
            var size = Math.Exp(random.Normal());
            return new DeaUnit(string.Create(CultureInfo.InvariantCulture, $"unit {number}"), Numbers(Inputs, size * (1 + Math.Abs(random.Normal()))), Numbers(Outputs, size));
        })], Inputs, Outputs);

        double?[] Numbers(int count, double size) => [.. Enumerable.Range(0, count).Select(_ => (double?)Math.Round(1000 * size * Math.Exp(0.3 * random.Normal()), 1))];
    }

    private static double[][] Rows(DeaData data, bool isInput) => [.. Enumerable.Range(0, data.Count).Select(unit => (isInput ? data.InputsOf(unit) : data.OutputsOf(unit)).ToArray())];

    private static string[] Names(char letter, int count) => [.. Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{letter}{number}"))];

    private static Dictionary<string, double[]> Variables(DeaData data) => Names('x', Inputs).Concat(Names('y', Outputs)).Index()
        .ToDictionary(name => name.Item, name => Enumerable.Range(0, data.Count).Select(unit => data.Of(unit)[name.Index]).ToArray(), StringComparer.Ordinal);

    private static async Task<bool> HasSciPyAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Python))
            return false;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import scipy.optimize"]) { RedirectStandardError = true, UseShellExecute = false })!;
        _ = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0;
    }

    private static Process StartPython() => Process.Start(new ProcessStartInfo(Python, ["-c", Solver])
    {
        RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        Environment = { ["OMP_NUM_THREADS"] = "1", ["OPENBLAS_NUM_THREADS"] = "1" },
    })!;
}
