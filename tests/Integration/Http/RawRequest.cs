using System.Net.Sockets;
using System.Text;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Http;

/// <summary>What a well-behaved client library would not send.</summary>
internal static class RawRequest
{
    /// <summary>Sends bytes and reads until the server closes: the head of the answer and its body as received.</summary>
    public static async Task<(string Head, string Body)> SendAsync(ApiServer api, string head, byte[]? body = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var client = new TcpClient();
        await client.ConnectAsync(api.BaseAddress.Host, api.BaseAddress.Port, patience.Token);
        var stream = client.GetStream();
        var received = new MemoryStream();
        var reading = ReadAsync();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(head), patience.Token);
            if (body is not null)
                await stream.WriteAsync(body, patience.Token);
        }
        catch (IOException)
        {
            // The server has answered and closed before it was told everything.
        }
        await reading;
        var text = Encoding.UTF8.GetString(received.ToArray());
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? (text, "") : (text[..end], text[(end + 4)..]);

        async Task ReadAsync()
        {
            try
            {
                await stream.CopyToAsync(received, patience.Token);
            }
            catch (IOException)
            {
                // What had come before the connection was reset is looked at.
            }
        }
    }
}
