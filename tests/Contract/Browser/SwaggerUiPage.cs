using System.Collections.Concurrent;
using Benchlearning.Tests.Contract.OpenApi;
using Microsoft.Playwright;

namespace Benchlearning.Tests.Contract.Browser;

/// <summary>Swagger UI as a developer sees it, with a record of what the page asked for and complained of.</summary>
internal sealed class SwaggerUiPage
{
    private readonly IPage page;

    private SwaggerUiPage(IPage page) => this.page = page;

    /// <summary>Every address that the page asked for, answered or not.</summary>
    public ConcurrentQueue<Uri> Requests { get; } = [];

    /// <summary>Errors and warnings of the console, exceptions and failed requests. A breach of the content security policy is among them.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    public static async Task<SwaggerUiPage> OpenAsync(Chromium chromium, Uri api)
    {
        var opened = new SwaggerUiPage(await chromium.NewPageAsync());
        opened.page.Request += (_, request) => opened.Requests.Enqueue(new Uri(request.Url));
        opened.page.RequestFailed += (_, request) => opened.Complaints.Enqueue($"{request.Url}: {request.Failure}");
        opened.page.PageError += (_, error) => opened.Complaints.Enqueue(error);
        opened.page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                opened.Complaints.Enqueue(message.Text);
        };
        await opened.page.GotoAsync(new Uri(api, "/").ToString()); // the address that the start prints leads here
        await opened.page.Locator(".opblock-tag").First.WaitForAsync();
        return opened;
    }

    /// <summary>Opens each topic in turn, counts the operations that are listed in it, and closes it again: the page draws all that is open at every click.</summary>
    public async Task<int> CountOperationsAsync()
    {
        var operations = 0;
        foreach (var topic in await page.Locator(".opblock-tag-section").AllAsync())
        {
            await topic.Locator(".opblock-tag").ClickAsync();
            await topic.Locator(".opblock").First.WaitForAsync();
            operations += await topic.Locator(".opblock").CountAsync();
            await topic.Locator(".opblock-tag").ClickAsync();
            await topic.Locator(".opblock").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
        }
        return operations;
    }

    /// <summary>Opens an operation, presses Try it out (unless it is on already) and Execute, and waits for the answer.</summary>
    /// <returns>The status, and the body as shown.</returns>
    public async Task<(string Status, string Body)> ExecuteAsync(string tag, string operation)
    {
        var block = page.Locator($"#operations-{tag}-{operation}");
        if (!await block.IsVisibleAsync())
            await page.Locator($"#operations-tag-{tag}").ClickAsync();
        await block.Locator(".opblock-summary-control").ClickAsync();
        var execute = block.Locator("button.execute");
        var tryOut = block.Locator("button.try-out__btn:not(.cancel)");
        await execute.Or(tryOut).First.WaitForAsync();
        if (await tryOut.CountAsync() > 0)
            await tryOut.ClickAsync();
        await execute.ClickAsync();

        var answer = block.Locator(".live-responses-table .response").First;
        await answer.WaitForAsync();
        await execute.EvaluateAsync("button => button.scrollIntoView({ block: 'start' })");
        return ((await answer.Locator(".response-col_status").InnerTextAsync()).Trim(), await answer.Locator(".response-col_description pre").First.InnerTextAsync());
    }

    /// <summary>Keeps a picture in TestResults, for a person to look at: what the window shows.</summary>
    public async Task PictureAsync(string name)
    {
        var path = Repository.PathOf("TestResults", $"swagger-ui-{name}.png");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = path });
    }

    public Task CloseAsync() => page.CloseAsync();
}
