using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Chat.Slack;

namespace IncidentBot.Server.Tests.Chat.Teams;

/// <summary>Cards of every kind, and cards of every other kind.</summary>
internal static class TeamsCards
{
    /// <summary>The pieces that break renderers, next to each other in any order and up to thousands of characters.</summary>
    public static readonly Gen<string> Text = Gen.Frequency(
        (4, Gen.Elements("", " ", "\n", "Redis out of memory", "rl:* bull:*", "maxmemory_policy", "19:incidents@thread.tacv2;incident=7")),
        (6, Gen.ListOf(Gen.Elements(
            "&",
            "<",
            ">",
            "<at>Bob</at>",
            "<at id=\"29:1bob\">",
            "[x](https://evil.example/)",
            "[",
            "](",
            ")",
            "**",
            "_",
            "*",
            "# ",
            "- ",
            "1. ",
            "`",
            "~~",
            "\\",
            "\"",
            "{{",
            "}}",
            "{{TIME(2026-11-22T10:29:58Z)}}",
            "{{date(2026-11-22T10:29:58Z, SHORT)}}",
            "{{{TIME(",
            "${x}",
            "\n",
            "\r\n",
            "\t",
            "\0",
            "\u001b[31m",
            "\ud83d",
            "\ude80",
            "🔥",
            "\u202e",
            "\u200b",
            "\u00a0",
            "<t:1795323985>",
            "<t:1795323985:d>",
            "<t:999999999999>",
            "<t:",
            "<p:slack:T1:C1|#inc-7>",
            "<p:teams:t:19:incidents@thread.tacv2;incident=7|Teams>",
            "<p:x",
            "https://example.com/a?b&c",
            "javascript:alert(1)",
            " ",
            "word",
            "é",
            "漢字")).Select(string.Concat)),
        (2, from piece in Gen.Elements(
            "&",
            "\"",
            "🔥",
            "x",
            "ab ",
            "a\n",
            "<t:1795323985>",
            "[a](b) ",
            "{{TIME(")
            from times in Gen.Choose(1, 9000)
            select string.Concat(Enumerable.Repeat(piece, Math.Max(1, Math.Min(times, 12000 / piece.Length))))));

    private static readonly JsonSerializerOptions Readable =
        new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static readonly Gen<CardBlock> Block = Gen.OneOf(
        Text.Select(text => (CardBlock)new CardBlock.Text(text)),
        Some(from label in Text from value in Text select new CardField(label, value), 40).Select(fields => (CardBlock)new CardBlock.Fields(fields)),
        Some(Text, 40).Select(lines => (CardBlock)new CardBlock.Lines(lines)),
        from lines in Some(Text, 400) from output in Text select (CardBlock)new CardBlock.Lines(lines) { Output = output },
        from label in Text
        from fraction in Gen.Elements<double?>(
            null, 0, 0.5, 1, -1, 2, double.NaN, double.PositiveInfinity)
        select (CardBlock)new CardBlock.Progress(label, fraction),
        from name in Text
        from content in Text
        from instead in Gen.OneOf(Gen.Constant<string?>(null), Text.Select(text => (string?)text))
        select (CardBlock)new CardBlock.File(name, "text/html", content) { Instead = instead },
        Text.Select(text => (CardBlock)new CardBlock.Footnote(text)));

    public static readonly Gen<CardButton> Button =
        from label in Text
        from command in Gen.Frequency((4, Text), (1, Gen.Elements("/incident timeline INC-7", "/incident list", "/approve R-1 7c1e2d49")))
        from style in Gen.Elements(ButtonStyle.Normal, ButtonStyle.Primary, ButtonStyle.Danger)
        from confirm in Gen.OneOf(Gen.Constant<string?>(null), Text.Select(text => (string?)text))
        from once in Gen.OneOf(Gen.Constant<string?>(null), Text.Select(text => (string?)text))
        from form in Gen.Elements(Enum.GetValues<ButtonForm>())
        select new CardButton(label, command) { Style = style, Confirm = confirm, OnceKey = once, Form = form };

    public static readonly Gen<Card> Any =
        from title in Text
        from tone in Gen.Elements(Enum.GetValues<Tone>())
        from blocks in Some(Block, 70)
        from buttons in Some(Button, 30)
        select new Card(title) { Tone = tone, Blocks = blocks, Buttons = buttons };

    public static IReadOnlyDictionary<string, Card> All { get; } = new Dictionary<string, Card>(SlackCards.All)
    {
        ["evidence"] = new Card("Clients")
        {
            Blocks =
        [
            new CardBlock.Text("400 clients."),
            new CardBlock.Lines([.. Enumerable.Range(0, 400).Select(n => $"10.0.0.{n}:50000  name=worker-{n}")]),
            new CardBlock.Footnote("Read just now."),
        ]
        },
        ["output"] = new Card("Clients")
        {
            Blocks =
        [
            new CardBlock.Text("400 clients."),
            new CardBlock.Lines([.. Enumerable.Range(0, 400).Select(n => $"10.0.0.{n}:50000  name=worker-{n}")]) { Output = "/redis clients on primary" },
        ],
            Buttons = [.. Enumerable.Range(1, 7).Select(n => new CardButton($"Step {n}", $"/incident step{n} INC-7"))]
        },
        ["incident"] = new Card("INC-7")
        {
            Buttons =
        [
            .. Enumerable.Range(1, 6).Select(n => new CardButton($"Step {n}", $"/incident step{n} INC-7")),
            new CardButton("Timeline", "/incident timeline INC-7"),
            new CardButton("Add note", "/incident note INC-7") { Form = ButtonForm.Needed },
        ]
        },
    };

    /// <summary>As long as the settings let it be.</summary>
    public static Uri Whole { get; } = new($"https://incidentbot.example.org/{new string('p', 168)}/cards/{new string('t', 43)}");

    private static Gen<IReadOnlyList<T>> Some<T>(Gen<T> item, int most) =>
        from count in Gen.Frequency((6, Gen.Choose(0, 4)), (1, Gen.Choose(0, most)))
        from items in Gen.ArrayOf(item, count)
        select (IReadOnlyList<T>)items;

    /// <summary>A failure prints its card: enough of it to see what it is about.</summary>
    internal sealed record Sample(Card Card)
    {
        public override string ToString() =>
            JsonSerializer.Serialize(Card, Readable) is { Length: > 4000 } json ? json[..4000] + "…" : JsonSerializer.Serialize(Card, Readable);
    }
}
