using System.Text;
using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Hosts.Processes;
using IncidentBot.Http;
using IncidentBot.Messages;
using IncidentBot.Redis.Queues;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;
using IncidentBot.Words;
using Answer = IncidentBot.Http.Answer;

namespace IncidentBot.Execution;

/// <summary>A secret at every position of every kind of text: whatever breaks, cuts, folds, keeps or exports it, no piece of it is there afterwards.</summary>
public sealed class SecretsEverywhereTests
{
    /// <summary>Its letters and digits, so that no piece of it is an ordinary word or a number.</summary>
    private const string Secret = "LEAKa1B2c3D4e5F6g7H8i9J0k1L2m3N4";
    private const int Piece = 6;
    private const int Longest = 260;

    private static readonly Redactor Redactor = new([Secret]);

    /// <summary>As people, programs and settings write it; of the last, only the value is known.</summary>
    public static IEnumerable<TheoryDataRow<string>> Forms() =>
        new[] { "Bearer {0}", "password: {0}", "redis://bot:{0}@cache:6379", "{0}" }.Select(form => new TheoryDataRow<string>(form));

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task No_piece_of_it_is_shown_stored_or_exported(string form)
    {
        var shown = 0;
        foreach (var line in Lines(form))
        {
            foreach (var text in Kinds(line).Concat(await KeptAsync(line)))
            {
                shown++;
                for (var at = 0; at + Piece <= Secret.Length; at++)
                {
                    Assert.False(text.Contains(Secret.AsSpan(at, Piece), StringComparison.Ordinal), $"{Secret.Substring(at, Piece)} is in: {text}");
                }
            }
        }

        Assert.True(shown > 10_000, $"Only {shown} texts were looked at.");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void No_piece_of_it_is_left_where_a_stream_is_cut(string form)
    {
        for (var before = 0; before < 700; before++)
        {
            var output = new CappedText(512);
            output.Add($"{new string('.', before)}\n{string.Format(null, form, Secret)} and on\n{new string(',', 900 - before)}\nthe end");
            foreach (var text in Redactor.CleanToFit(TerminalText.Lines(output.ToString())).Append(Redactor.Clean(output.LastLine ?? "")))
            {
                Assert.DoesNotContain("LEAKa1", text, StringComparison.Ordinal);
                Assert.DoesNotContain("k1L2m3", text, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Words before and behind it, so that each limit falls before it, into it and behind it.</summary>
    private static IEnumerable<string> Lines(string form)
    {
        var text = string.Format(null, form, Secret);
        for (var before = 0; before + text.Length < Longest; before++)
        {
            yield return $"{Words(before)}{text}";
            yield return $"{Words(before)}{text}{Words(Longest - before - text.Length)}";
        }
    }

    private static string Words(int length) => string.Concat(Enumerable.Repeat(" and so on", (length / 10) + 1))[..length];

    /// <summary>Everything that breaks or cuts a text, and the look at what it leaves.</summary>
    private static IEnumerable<string> Kinds(string line) =>
    [
        .. Redactor.CleanToFit([line, line]),
        .. Redactor.CleanToFit([TerminalText.Short($"{line}{line}{line}")]),
        .. Redactor.Clean(BodySummary.Of(Body("text/plain", line))),
        .. Redactor.Clean(BodySummary.Of(Body("application/json", $"{{\"message\":\"{line}\",\"list\":[\"{line}\"]}}"))),
        Redactor.Clean(OneLine.Of(line)),
        Redactor.Clean(OneLine.Of(line, 40)),
        Redactor.Clean(TerminalText.Cut(line, 70)),
        Redactor.Clean(FailureReasons.Line(line)),
        Redactor.Clean(new ProcessResult("tool", "tool", ProcessEnd.Exited, 1, "", line, TimeSpan.Zero).Trouble),
        PlainText.Render(Redactor.Clean(new Card(line)
        {
            Blocks =
            [
                new CardBlock.Text(line), new CardBlock.Fields([new CardField("Said", line)]), new CardBlock.Lines([line]),
                new CardBlock.Progress(line, null), new CardBlock.Footnote(line),
                new CardBlock.File(line, "text/plain", line),
            ],
            Buttons = [new CardButton(line, $"/incident note {line}")],
        })),
    ];

    /// <summary>What a report and a decision leave in the store.</summary>
    private static async Task<IReadOnlyList<string>> KeptAsync(string line)
    {
        var store = new InMemoryStore();
        var reader = new AuditedReader(new ActionCatalogue([new Talking(line)]), store, Redactor, TimeProvider.System);
        var call = new ActionCall(Talking.Id, "primary", new Dictionary<string, string> { ["what"] = line });
        var report = await reader.ReadAsync(call, by: null, CancellationToken.None);
        await new RedactingLedger(store, Redactor).CommitAsync(
            new Changes
            {
                Audit = [AuditEntry.Of(TimeProvider.System.GetUtcNow(), null, AuditKind.Incident, line, new AuditFact.Happened(line))],
                Say = [new Outgoing.Post(new ChannelRef("local", "home", "general"), Card.Say(line, line))],
            },
            CancellationToken.None);
        return
        [
            report.Answer, report.Certainty ?? "", .. report.Steps, .. report.RuledOut, .. report.NotSeen, .. report.Evidence,
            .. report.Next.Select(next => next.Command), .. report.Troubled.Select(trouble => trouble.Problem),
            .. store.Audit.Entries.Select(entry => entry.ToCanonicalJson()),
            .. store.Said.OfType<Outgoing.Post>().Select(post => PlainText.Render(post.Card)),
        ];
    }

    private static Answer Body(string type, string text) => new(
        200,
        "OK",
        new[] { type }.ToLookup(_ => "Content-Type", StringComparer.OrdinalIgnoreCase),
        Encoding.UTF8.GetBytes(text),
        false,
        text.Length,
        TimeSpan.Zero);

    /// <summary>Says the line in all that a report has.</summary>
    private sealed class Talking(string line) : IObserveAction
    {
        public static ActionId Id { get; } = new("redis.talk");

        public ActionDefinition Definition { get; } = new(Id, Risk.Observe, "Says it");

        public Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct) => Task.FromResult(new ActionReport(line, Healthy: true)
        {
            Certainty = line,
            Steps = [line],
            RuledOut = [line],
            NotSeen = [line],
            Evidence = [line, line],
            Next = [new Suggestion("Again", $"/redis talk {line}")],
            Troubled = [new Trouble(call, line, Gravity.Degraded)],
        });
    }
}
