using Microsoft.Playwright;

namespace Benchlearning.Tests.Contract.Browser;

/// <summary>The distribution's Chromium, driven by Playwright. A machine without it fails the test that asks.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] UsualPlaces = ["/usr/bin/chromium", "/usr/bin/google-chrome", "/snap/bin/chromium"];

    /// <summary>How long a step waits for what it waits for, in milliseconds: two hundred operations are much to draw where others use the machine too, and how fast that is, is not what is tried.</summary>
    private const float LongestWait = 120_000;

    /// <summary>No sandbox, because the tests may run as root; nothing that speaks to the network on its own.</summary>
    private static readonly string[] Switches =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        this.playwright = playwright;
        this.browser = browser;
    }

    /// <exception cref="AssertionException">There is no Chromium; the message says how to get it.</exception>
    public static async Task<Chromium> StartAsync()
    {
        var path = Find();
        var playwright = await Playwright.CreateAsync();
        return new Chromium(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = Switches }));
    }

    /// <summary>Opens an empty page that nobody has used before.</summary>
    public async Task<IPage> NewPageAsync()
    {
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 900 }, Locale = "en-GB" });
        page.SetDefaultTimeout(LongestWait);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private static string Find()
    {
        var chosen = Environment.GetEnvironmentVariable("BENCHLEARNING_CHROMIUM");
        string[] places = string.IsNullOrWhiteSpace(chosen) ? UsualPlaces : [chosen];
        return Array.Find(places, File.Exists) ?? throw new AssertionException(
            $"No Chromium at {string.Join(", ", places)}. Debian: apt-get install chromium. Ubuntu: snap install chromium. Or set BENCHLEARNING_CHROMIUM.");
    }
}
