using System.Buffers.Binary;
using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;

namespace IncidentBot.Tests.Support;

/// <param name="Index">Of the argument or variable that it names; 0 otherwise.</param>
/// <param name="Operand">The method or field that it names.</param>
/// <param name="Targets">Where it may jump to.</param>
internal sealed record Instruction(int Offset, OpCode Code, int Index, MemberInfo? Operand, IReadOnlyList<int> Targets);

/// <summary>Reads the compiled code of a method.</summary>
internal static class Il
{
    private static readonly Dictionary<short, OpCode> Codes =
        typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    public static IReadOnlyList<Instruction> Read(MethodBase method)
    {
        var code = method.GetMethodBody()!.GetILAsByteArray()!;
        var read = new List<Instruction>();
        for (var at = 0; at < code.Length;)
        {
            var offset = at;
            var op = code[at] == 0xFE ? Codes[unchecked((short)((0xFE << 8) | code[at + 1]))] : Codes[code[at]];
            at += op.Size;
            var size = SizeOf(op, code, at);
            read.Add(new Instruction(offset, op, IndexOf(op, code, at), MemberOf(method, op, code, at), [.. TargetsOf(op, code, at, at + size)]));
            at += size;
        }

        return read;
    }

    public static int Popped(OpCode code) => code.StackBehaviourPop switch
    {
        StackBehaviour.Pop0 or StackBehaviour.Varpop => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8 or StackBehaviour.Popi_popr4
            or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
        _ => 3,
    };

    public static int Pushed(OpCode code) => code.StackBehaviourPush switch
    {
        StackBehaviour.Push0 or StackBehaviour.Varpush => 0,
        StackBehaviour.Push1_push1 => 2,
        _ => 1,
    };

    private static int SizeOf(OpCode op, byte[] code, int at) => op.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * Int32(code, at)),
        _ => 4,
    };

    /// <summary>Of <c>ldloc.2</c> it is in the name, of <c>ldloc.s</c> behind it.</summary>
    private static int IndexOf(OpCode op, byte[] code, int at) => op.OperandType switch
    {
        OperandType.ShortInlineVar => code[at],
        OperandType.InlineVar => BinaryPrimitives.ReadUInt16LittleEndian(code.AsSpan(at)),
        OperandType.InlineNone when op.Name!.StartsWith("ldarg", StringComparison.Ordinal)
            || op.Name.StartsWith("ldloc", StringComparison.Ordinal)
            || op.Name.StartsWith("stloc", StringComparison.Ordinal) =>
            int.Parse(op.Name[^1..], CultureInfo.InvariantCulture),
        _ => 0,
    };

    private static MemberInfo? MemberOf(MethodBase method, OpCode op, byte[] code, int at)
    {
        var ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return op.OperandType switch
        {
            OperandType.InlineMethod => method.Module.ResolveMethod(Int32(code, at), ofType, ofMethod),
            OperandType.InlineField => method.Module.ResolveField(Int32(code, at), ofType, ofMethod),
            _ => null,
        };
    }

    private static IEnumerable<int> TargetsOf(OpCode op, byte[] code, int at, int next) => op.OperandType switch
    {
        OperandType.ShortInlineBrTarget => [next + (sbyte)code[at]],
        OperandType.InlineBrTarget => [next + Int32(code, at)],
        OperandType.InlineSwitch => Enumerable.Range(1, Int32(code, at)).Select(index => next + Int32(code, at + (4 * index))),
        _ => [],
    };

    private static int Int32(byte[] code, int at) => BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at));
}
