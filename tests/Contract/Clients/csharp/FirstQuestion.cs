using System.Net.Http;
using System.Linq;
using System.Threading.Tasks;
using Generated;

/// <summary>What a developer writes who has generated a client: typed calls, and nothing by hand.</summary>
public static class FirstQuestion
{
    public static async Task<(double? Value, int? Rank, int RankedAmong, string Name, int Similar, double? WeightedMean, bool HasWeight)> AskAsync(HttpClient http)
    {
        var comparison = await ClientOf(http).CompareTerritoryAsync(indicator: "unemployment-rate", territory: "LV0420200", period: "2013");
        var focal = comparison.Territory;
        return (focal.Value, focal.Rank, focal.RankedAmong, focal.Name, comparison.Group.Similar!.Count, comparison.Statistics.WeightedMean, comparison.Statistics.Weight is not null);
    }

    public static async Task<(double? Value, string? Reason, bool Converted)> MissingValueAsync(HttpClient http)
    {
        var page = await ClientOf(http).ReadObservationsAsync(indicator: "education-expenditure-per-pupil", territory: "*", period: "2009..2013");
        var missing = page.Rows.First(row => row.Value is null);
        return (missing.Value, missing.MissingReason, missing.Conversion is not null);
    }

    public static async Task<(int Status, string Code, string? Parameter)> RefusalAsync(HttpClient http)
    {
        try
        {
            await ClientOf(http).CompareTerritoryAsync(indicator: "unemployment-rat", territory: "LV0420200", period: "2013");
            return (200, "", null);
        }
        catch (ApiException<ApiProblem> refused)
        {
            return (refused.StatusCode, refused.Result.Code, refused.Result.Errors!.First().Parameter);
        }
    }

    private static BenchlearningClient ClientOf(HttpClient http) => new(http) { BaseUrl = http.BaseAddress!.ToString() };
}
