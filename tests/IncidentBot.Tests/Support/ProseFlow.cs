using System.Collections;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;

namespace IncidentBot.Tests.Support;

/// <summary>
/// Follows what some properties return through compiled code (variables, closures, arguments, results, lambdas, pieces of
/// strings) and finds where it is searched or compared. Text that is made of other texts is followed no further: it is on
/// its way to be shown.
/// </summary>
internal sealed class ProseFlow(IReadOnlyList<Assembly> assemblies, IReadOnlySet<MethodBase> sources, IReadOnlySet<string> mayLook)
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly HashSet<string> Searching =
    [
        "StartsWith", "EndsWith", "Contains", "ContainsAny", "IndexOf", "IndexOfAny", "LastIndexOf", "LastIndexOfAny", "Equals", "op_Equality", "op_Inequality",
        "Compare", "CompareOrdinal", "CompareTo", "SequenceEqual", "SequenceCompareTo", "Split",
        "EnumerateSplits", "get_Chars", "GetHashCode", "ComputeStringHash",
    ];

    private readonly HashSet<(MethodBase Method, int Argument)> arguments = [];
    private readonly HashSet<MethodBase> results = [];
    private readonly HashSet<FieldInfo> fields = [];
    private readonly SortedDictionary<string, MethodBase> found = new(StringComparer.Ordinal);
    private readonly Dictionary<MethodBase, MethodBase> from = [];
    private bool learned;

    /// <returns>Each as <c>Type.Method: String.StartsWith</c>, and behind it who handed the text over.</returns>
    public IReadOnlyList<string> Find()
    {
        var methods = assemblies.SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
            .Where(method => method.GetMethodBody() is not null && !mayLook.Contains(NameOf(method)))
            .Select(method => (Method: method, Code: Il.Read(method)))
            .ToList();
        do
        {
            learned = false;
            foreach (var (method, code) in methods)
            {
                Walk(method, code);
            }
        }
        while (learned);
        return [.. found.Select(one => $"{one.Key}{Path(one.Value)}")];
    }

    private string Path(MethodBase method)
    {
        var path = "";
        var seen = new HashSet<MethodBase>();
        while (seen.Add(method) && from.TryGetValue(method, out var caller))
        {
            path += $" ← {NameOf(caller)}";
            method = caller;
        }

        return path;
    }

    /// <summary>As it is written: a lambda and the inside of an async method have the name of the method they are in.</summary>
    private static string NameOf(MethodBase method)
    {
        var (type, name) = (method.DeclaringType!, Written(method.Name));
        for (; type.DeclaringType is { } outer && type.Name.StartsWith('<'); type = outer)
        {
            name = type.Name.Contains(">d", StringComparison.Ordinal) ? Written(type.Name) : name;
        }

        return $"{type.Name}.{name}";
    }

    private static string Written(string name) => name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? name[1..end] : name;

    private void Walk(MethodBase method, IReadOnlyList<Instruction> code)
    {
        var locals = new Dictionary<int, Value>();
        var waiting = new Dictionary<int, List<Value>>();
        var stack = new List<Value>();
        foreach (var at in code)
        {
            if (waiting.TryGetValue(at.Offset, out var coming))
            {
                stack = stack.Count == coming.Count ? [.. stack.Zip(coming, Value.Either)] : coming;
            }

            Step(method, at, stack, locals);
            foreach (var target in at.Targets.Where(target => target > at.Offset))
            {
                waiting[target] = waiting.TryGetValue(target, out var other) && other.Count == stack.Count ? [.. stack.Zip(other, Value.Either)] : [.. stack];
            }

            if (at.Code.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
            {
                stack = [];
            }
        }
    }

    private void Step(MethodBase method, Instruction at, List<Value> stack, Dictionary<int, Value> locals)
    {
        var name = at.Code.Name!;
        switch (name.Split('.')[0])
        {
            case "ldarg" or "ldarga":
                stack.Add(new Value(arguments.Contains((method, at.Index)), null));
                break;
            case "starg":
                Learn(Pop(stack).Prose, arguments, (method, at.Index));
                break;
            case "ldloc" or "ldloca":
                stack.Add(locals.GetValueOrDefault(at.Index));
                break;
            case "stloc":
                // A loop may bring it here before it is read above: never forgotten again within the method.
                locals[at.Index] = Value.Either(Pop(stack), locals.GetValueOrDefault(at.Index));
                break;
            case "ldfld" or "ldflda" or "ldsfld" or "ldsflda":
                Drop(stack, name.StartsWith("lds", StringComparison.Ordinal) ? 0 : 1);
                stack.Add(new Value(fields.Contains((FieldInfo)at.Operand!), null));
                break;
            case "stfld" or "stsfld":
                // Only of closures and state machines: what a record keeps is a fact of its own.
                var field = (FieldInfo)at.Operand!;
                Learn(Pop(stack).Prose && field.DeclaringType!.Name.StartsWith('<'), fields, field);
                Drop(stack, name[2] == 's' ? 0 : 1);
                break;
            case "dup":
                stack.Add(stack.Count > 0 ? stack[^1] : default);
                break;
            case "ldftn" or "ldvirtftn":
                Drop(stack, name.StartsWith("ldv", StringComparison.Ordinal) ? 1 : 0);
                stack.Add(new Value(false, at.Operand as MethodBase));
                break;
            case "call" or "callvirt" or "newobj":
                Call(method, (MethodBase)at.Operand!, at.Code == OpCodes.Newobj, stack);
                break;
            case "ret" when method is MethodInfo { ReturnType: var type } && type != typeof(void):
                Learn(Pop(stack).Prose, results, method);
                break;
            default:
                Move(at, stack);
                break;
        }
    }

    private void Call(MethodBase caller, MethodBase callee, bool isNew, List<Value> stack)
    {
        var hasThis = !callee.IsStatic && !isNew;
        var given = new Value[callee.GetParameters().Length + (hasThis ? 1 : 0)];
        for (var index = given.Length - 1; index >= 0; index--)
        {
            given[index] = Pop(stack);
        }

        var ours = Definition(callee);
        var passes = !IsOurs(ours) || mayLook.Contains(NameOf(ours));
        var isProse = given.Any(value => value.Prose);
        if (isProse && IsSearch(callee))
        {
            found.TryAdd($"{NameOf(caller)}: {callee.DeclaringType!.Name}.{callee.Name}", caller);
        }

        foreach (var (value, index) in given.Select((value, index) => (value, index)))
        {
            if (value.Prose && !passes)
            {
                Learn(true, arguments, (ours, index + (isNew ? 1 : 0)));
                from.TryAdd(ours, caller);
            }

            // Whatever goes over a sequence of such texts hands each of them to its lambda.
            if (isProse && !IsOurs(ours) && value.Target is { } lambda)
            {
                foreach (var parameter in lambda.GetParameters().Where(parameter => parameter.ParameterType == typeof(string)))
                {
                    Learn(true, arguments, (Definition(lambda), parameter.Position + (lambda.IsStatic ? 0 : 1)));
                    from.TryAdd(Definition(lambda), caller);
                }
            }
        }

        if (isNew || (callee is MethodInfo { ReturnType: var type } && type != typeof(void)))
        {
            stack.Add(new Value(
                sources.Contains(ours)
                    || results.Contains(ours)
                    || (passes && (PassesOn(callee, isProse) || given.Any(value => value.Target is { } lambda && results.Contains(Definition(lambda))))),
                isNew && given is [_, { Target: { } target }] ? target : null));
        }
    }

    /// <summary>A piece of a text, or a sequence of texts, is still what it was; a text put together of several is not.</summary>
    private static bool PassesOn(MethodBase callee, bool isProse) => isProse && callee is MethodInfo { ReturnType: var type }
        && !(callee.DeclaringType == typeof(string) && callee.Name is "Concat" or "Join" or "Format")
        && (type == typeof(string)
            || type == typeof(ReadOnlySpan<char>)
            || (type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type))
            || type.Name.StartsWith("IEnumerator", StringComparison.Ordinal));

    private static bool IsSearch(MethodBase callee) =>
        callee.DeclaringType == typeof(Regex)
        || (Searching.Contains(callee.Name) && (callee.DeclaringType == typeof(string)
            || callee.DeclaringType == typeof(MemoryExtensions)
            || callee.DeclaringType == typeof(StringComparer)
            || callee.DeclaringType == typeof(Enumerable)
            || callee.DeclaringType!.Name is "<PrivateImplementationDetails>" or "List`1" or "HashSet`1" or "ReadOnlySpan`1"));

    private bool IsOurs(MethodBase method) => assemblies.Contains(method.Module.Assembly);

    private static MethodBase Definition(MethodBase method) =>
        method.DeclaringType is { IsGenericType: true } || method.IsGenericMethod ? method.Module.ResolveMethod(method.MetadataToken)! : method;

    private void Learn<T>(bool isProse, HashSet<T> known, T what) => learned |= isProse && known.Add(what);

    private static Value Pop(List<Value> stack)
    {
        // Empty only where a branch from below was not seen yet: nothing is known of it.
        if (stack.Count == 0)
        {
            return default;
        }

        var top = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    private static void Drop(List<Value> stack, int count)
    {
        for (; count > 0; count--)
        {
            Pop(stack);
        }
    }

    private static void Move(Instruction at, List<Value> stack)
    {
        var isProse = false;
        for (var popped = Il.Popped(at.Code); popped > 0; popped--)
        {
            isProse |= Pop(stack).Prose;
        }

        for (var pushed = Il.Pushed(at.Code); pushed > 0; pushed--)
        {
            // A cast, a boxing or an element of an array of it.
            stack.Add(new Value(isProse && at.Code.Name is "castclass" or "isinst" or "ldelem.ref" or "ldelem" or "box" or "unbox.any" && isProse, null));
        }
    }

    /// <param name="Target">Of a delegate that is being made or handed over.</param>
    private readonly record struct Value(bool Prose, MethodBase? Target)
    {
        public static Value Either(Value one, Value other) => new(one.Prose || other.Prose, one.Target ?? other.Target);
    }
}
