using System.Net.Sockets;
using IncidentBot.Actions;
using IncidentBot.Cli.Doctor;

namespace IncidentBot.Http;

/// <summary>Whether a service takes connections. No request is sent: whatever one does there, nobody has asked for it.</summary>
internal sealed class HttpDoctor(HttpTargets targets) : ITargetDoctor
{
    public string System => "http";

    public async Task<Finding> FindAsync(Target target, CancellationToken ct)
    {
        var url = targets.Get(target.Name).BaseUrl;
        var address = url.GetLeftPart(UriPartial.Authority);
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(url.Host, url.Port, ct);
            return Finding.Ok($"http {target.Name}", $"{address} takes connections; /http check asks more of it.");
        }
        catch (SocketException e)
        {
            return Finding.Wrong($"http {target.Name}", $"{address} cannot be reached ({e.Message}): start it, or mend Http:{target.Name}:BaseUrl.");
        }
    }
}
