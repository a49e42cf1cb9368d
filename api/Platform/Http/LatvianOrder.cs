using System.Globalization;

namespace Benchlearning.Api.Platform.Http;

/// <summary>Names as Latvians sort them: Ādaži after Aglona, Ķekava after Kuldīga.</summary>
internal static class LatvianOrder
{
    public static readonly StringComparer Comparer = StringComparer.Create(CultureInfo.GetCultureInfo("lv-LV"), ignoreCase: true);
}
