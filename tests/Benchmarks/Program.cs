using Benchlearning.Benchmarks;

if (args is ["ceiling", ..])
    return await Ceiling.ServeAsync();

if (args.Any(arg => arg.StartsWith('-') && !Arguments.Knows(arg)))
{
    Console.WriteLine(Arguments.Usage);
    return args is ["--help" or "-h"] ? 0 : 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
return await Benchmark.RunAsync(Arguments.Parse(args), stop.Token);
