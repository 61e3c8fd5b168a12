using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IncidentBot.Words;

namespace IncidentBot.Http;

/// <summary>
/// Sends one request of a configured endpoint and reads the beginning of the answer. Each request has a connection of its
/// own: see <see cref="Departure"/>, and the README.
/// </summary>
internal sealed class Exchange(TimeProvider time)
{
    private const int MostRedirects = 3;
    private const int MostBytes = 64 * 1024;
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    /// <param name="limit">Null for the endpoint's own.</param>
    /// <exception cref="OperationCanceledException">By <paramref name="ct"/> only; the limit is an answer.</exception>
    public async Task<ExchangeResult> SendAsync(HttpTarget target, Endpoint endpoint, Uri url, CancellationToken ct, TimeSpan? limit = null)
    {
        var allowed = limit < endpoint.TimeLimit ? limit.Value : endpoint.TimeLimit;
        using var timeout = new CancellationTokenSource(allowed, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        var began = time.GetTimestamp();
        for (var redirects = 0; ; redirects++)
        {
            var departure = new Departure();
            try
            {
                var answer = await SendOnceAsync(target, endpoint, url, departure, began, either.Token);
                if (Next(target, endpoint, url, answer, redirects, out var refused) is not { } next)
                {
                    return refused ?? new ExchangeResult.Answered(answer);
                }

                url = next;
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return Silence.TooLong(target, departure.HasLeft, timeout.IsCancellationRequested ? allowed : ConnectLimit);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return Silence.Of(target, departure.HasLeft, e);
            }
            catch (CryptographicException e)
            {
                return new ExchangeResult.Silent(
                    "TLS",
                    $"the file with the authorities, Http:{target.Name}:CaFile, cannot be read: {e.Message}",
                    MayHaveArrived: false);
            }
        }
    }

    private async Task<Answer> SendOnceAsync(HttpTarget target, Endpoint endpoint, Uri url, Departure departure, long began, CancellationToken ct)
    {
        using var http = new HttpMessageInvoker(Handler(target, departure));
        using var request = new HttpRequestMessage(endpoint.Method, url);
        request.Headers.UserAgent.ParseAdd("IncidentBot");
        request.Headers.Accept.ParseAdd("application/json, text/plain;q=0.9, */*;q=0.1");
        request.Headers.AcceptEncoding.ParseAdd("identity");
        request.Headers.ConnectionClose = true;
        request.Headers.Authorization = endpoint.Token is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;

        using var response = await http.SendAsync(request, ct);
        var (body, isCut) = await ReadAsync(response, ct);
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .SelectMany(header => header.Value.Select(value => (header.Key, value)))
            .ToLookup(pair => pair.Key, pair => pair.value, StringComparer.OrdinalIgnoreCase);
        var length = response.Content.Headers.ContentLength ?? (isCut ? null : body.Length);
        return new Answer((int)response.StatusCode, OneLine.Of(response.ReasonPhrase ?? ""), headers, body, isCut, length, time.GetElapsedTime(began))
        {
            CertificateEnds = departure.CertificateEnds,
        };
    }

    private static async Task<(byte[] Body, bool IsCut)> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[MostBytes + 1];
        var length = 0;
        try
        {
            length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The status has come and is the answer; a body that breaks off is one that is cut.
            return ([], true);
        }

        return (buffer[..Math.Min(length, MostBytes)], length > MostBytes);
    }

    /// <summary>Where a redirect leads, when it is followed: only reads, only on the same host.</summary>
    private static Uri? Next(HttpTarget target, Endpoint endpoint, Uri url, Answer answer, int redirects, out ExchangeResult? refused)
    {
        refused = null;
        if (!endpoint.OnlyReads
            || endpoint.IsWell(answer.Status)
            || answer.Status is not (301 or 302 or 303 or 307 or 308)
            || answer.Header("Location") is not { } location)
        {
            return null;
        }

        if (!Uri.TryCreate(url, location, out var next)
            || next.UserInfo.Length > 0
            || Uri.Compare(next, target.BaseUrl, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            var host = next is { Host.Length: > 0 } ? $"{next.Scheme}://{next.Authority}" : "an address that cannot be used";
            refused = new ExchangeResult.Silent(
                "REDIRECT",
                $"{answer.Status}: it sends us to {OneLine.Of(host)}, which is not {target.BaseUrl.GetLeftPart(UriPartial.Authority)}. That is not followed",
                MayHaveArrived: true);
            return null;
        }

        if (redirects == MostRedirects)
        {
            refused = new ExchangeResult.Silent("REDIRECT", $"it was redirected more than {MostRedirects} times on its own host", MayHaveArrived: true);
            return null;
        }

        return next;
    }

    private static SocketsHttpHandler Handler(HttpTarget target, Departure departure)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,

            // A proxy of the environment would be a host that no setting of ours names, and it would see the token.
            UseProxy = false,
            ConnectTimeout = ConnectLimit,
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 0,
            ActivityHeadersPropagator = null,
            PlaintextStreamFilter = (context, _) =>
            {
                departure.Leave(context.PlaintextStream);
                return ValueTask.FromResult(context.PlaintextStream);
            },
        };
        if (target.CaFile is { } file)
        {
            var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust };
            policy.CustomTrustStore.ImportFromPemFile(file);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        return handler;
    }
}
