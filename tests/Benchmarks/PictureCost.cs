using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace Benchlearning.Benchmarks;

/// <summary>What a picture costs: the positions of 119 municipalities as numbers, as SVG and as PNG, asked for in turn.</summary>
internal static class PictureCost
{
    private const double MostOfSvg = 2;
    private const int PairsInRound = 20;

    public static async Task<IReadOnlyList<Figure>> RunAsync(Func<Task<ServerProcess>> start, int rounds, CancellationToken cancellationToken)
    {
        await using var server = await start();
        using var client = new HttpClient { BaseAddress = server.Address };
        var times = new List<(double Json, double Svg, double Png)>();
        for (var round = -1; round < rounds; round++)
        {
            for (var pair = 0; pair < PairsInRound; pair++)
            {
                var sample = (await TimeAsync(client, "json", cancellationToken), await TimeAsync(client, "svg", cancellationToken), await TimeAsync(client, "png", cancellationToken));
                if (round >= 0)
                    times.Add(sample);
            }
        }

        return [Row("pictures: 119 bars as SVG", times, sample => sample.Svg, MostOfSvg), Row("pictures: 119 bars as PNG", times, sample => sample.Png, null)];
    }

    private static async Task<double> TimeAsync(HttpClient client, string format, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var response = await client.PostAsJsonAsync($"/v1/analyses/position?lang=lv&format={format}",
            new { variable = GeneratedFigures.Code(1), group = "all", period = "2013", territory = GeneratedFigures.Municipality }, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"A picture was refused: {System.Text.Encoding.UTF8.GetString(body)}");
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds;
    }

    private static Figure Row(string name, List<(double Json, double Svg, double Png)> times, Func<(double Json, double Svg, double Png), double> picture, double? most)
    {
        var ratio = Spread.Of(times.Select(sample => picture(sample) / sample.Json));
        return new Figure(name, $"JSON {Spread.Of(times.Select(sample => sample.Json)).Show("0")} us", $"{Spread.Of(times.Select(picture)).Show("0")} us", $"{ratio.Show("0.00")} x",
            most is { } bound ? string.Create(CultureInfo.InvariantCulture, $"<= {bound:0} x") : "reported", most is null || ratio.Median <= most);
    }
}
