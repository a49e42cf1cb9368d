using Benchlearning.Benchmarks;

if (args is ["ceiling", ..])
    return await Ceiling.ServeAsync();

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
return await Benchmark.RunAsync(Arguments.Parse(args), stop.Token);
