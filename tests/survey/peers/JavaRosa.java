import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.data.AnswerDataFactory;
import org.javarosa.core.model.data.BooleanData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.UncastData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.services.properties.IPropertyRules;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataSerializer;
import org.javarosa.xform.util.XFormUtils;

/** Fills forms with JavaRosa: one folder a line on standard input (form.xml, steps.tsv), the states on standard output. */
public class JavaRosa {
    private final FormDef form;
    private final FormEntryModel model;
    private final FormEntryController controller;

    private JavaRosa(Path folder) throws Exception {
        form = XFormUtils.getFormFromFormXml(folder.resolve("form.xml").toString(), null);
        form.initialize(true, new InstanceInitializationFactory());
        model = new FormEntryModel(form);
        controller = new FormEntryController(model);
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(new Nobody());
        BufferedReader folders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String folder = folders.readLine(); folder != null; folder = folders.readLine()) {
            try {
                fill(Path.of(folder), out);
            } catch (Exception trouble) {
                out.println("!\t" + String.valueOf(trouble.getMessage()).replaceAll("\\s+", " "));
            }
            out.println("end");
        }
    }

    private static void fill(Path folder, PrintStream out) throws Exception {
        JavaRosa filling = new JavaRosa(folder);
        filling.tell(out);
        for (String line : Files.readAllLines(folder.resolve("steps.tsv"))) {
            filling.step(line.split("\t", -1));
            filling.tell(out);
        }
    }

    private void step(String[] step) throws Exception {
        TreeReference place = reference(step[1]);
        if (step[0].equals("answer")) {
            answer(place, step[2]);
        } else if (step[0].equals("add")) {
            TreeElement parent = form.getMainInstance().resolveReference(place.getParentRef());
            place.setMultiplicity(place.size() - 1, parent.getChildMultiplicity(place.getNameLast()));
            form.createNewRepeat(indexOf(place, FormEntryController.EVENT_PROMPT_NEW_REPEAT));
        } else {
            form.deleteRepeat(indexOf(place, FormEntryController.EVENT_REPEAT));
        }
        form.initialize(false, new InstanceInitializationFactory());  // its graph forgets other instances: all anew
    }

    private void answer(TreeReference place, String text) {
        TreeElement node = form.getMainInstance().resolveReference(place);
        QuestionDef question = FormDef.findQuestionByRef(place, form);
        IAnswerData data = text.isEmpty() ? null
            : AnswerDataFactory.template(question.getControlType(), node.getDataType()).cast(new UncastData(text));
        if (data != null || node.getValue() != null) {
            form.setValue(data, place, node, true);
        }
    }

    private FormIndex indexOf(TreeReference place, int event) {
        FormIndex index = model.incrementIndex(FormIndex.createBeginningOfFormIndex());
        while (!(model.getEvent(index) == event && index.getReference().equals(place))) {
            index = model.incrementIndex(index);
        }
        return index;
    }

    private void tell(PrintStream out) {
        walk();
        tell(form.getMainInstance().getRoot(), walk(), out);  // twice: an answer that was dropped may drop another
        out.println("state");
    }

    private Map<String, String> walk() {
        Map<String, String> choices = new HashMap<>();
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        for (int event = controller.stepToNextEvent(); event != FormEntryController.EVENT_END_OF_FORM;
                event = controller.stepToNextEvent()) {
            if (event == FormEntryController.EVENT_QUESTION) {
                FormEntryPrompt prompt = model.getQuestionPrompt();
                int control = prompt.getControlType();
                if (control == Constants.CONTROL_SELECT_ONE || control == Constants.CONTROL_SELECT_MULTI) {
                    choices.put(path(prompt.getIndex().getReference()),
                        prompt.getSelectChoices().stream().map(each -> each.getValue()).collect(Collectors.joining(" ")));
                }
            }
        }
        return choices;
    }

    private void tell(TreeElement node, Map<String, String> choices, PrintStream out) {
        if (node.getMult() == TreeReference.INDEX_TEMPLATE) {
            return;
        }
        String path = path(node.getRef());
        boolean holds = node.isLeaf() && !node.isRelevant() || form.evaluateConstraint(node.getRef(), node.getValue());
        out.println(String.join("\t", path, yes(node.isRelevant()), yes(!node.isEnabled()), yes(node.isRequired()),
            yes(holds), node.isLeaf() ? text(node.getValue()) : "", choices.getOrDefault(path, "")));
        for (int number = 0; number < node.getNumChildren(); number++) {
            tell(node.getChildAt(number), choices, out);
        }
    }

    private static String yes(boolean truth) {
        return truth ? "1" : "0";
    }

    private static String text(IAnswerData value) {
        if (value instanceof BooleanData) {
            return value.getValue().toString();
        }
        return value == null ? "" : new XFormAnswerDataSerializer().serializeAnswerData(value).toString();
    }

    private String path(TreeReference reference) {
        StringBuilder path = new StringBuilder();
        for (int level = 0; level < reference.size(); level++) {
            TreeElement node = form.getMainInstance().resolveReference(reference.getSubReference(level));
            path.append('/').append(reference.getName(level));
            if (node != null && node.isRepeatable()) {
                path.append('[').append(reference.getMultiplicity(level) + 1).append(']');
            }
        }
        return path.toString();
    }

    private static TreeReference reference(String path) {
        TreeReference reference = TreeReference.rootRef();
        for (String part : path.substring(1).split("/")) {
            int bracket = part.indexOf('[');
            int number = bracket < 0 ? 0 : Integer.parseInt(part.substring(bracket + 1, part.length() - 1)) - 1;
            reference.add(bracket < 0 ? part : part.substring(0, bracket), number);
        }
        return reference;
    }

    private static class Nobody implements IPropertyManager {
        @Override
        public List<String> getProperty(String name) {
            return Collections.emptyList();
        }

        @Override
        public void setProperty(String name, String value) {
        }

        @Override
        public void setProperty(String name, List<String> value) {
        }

        @Override
        public String getSingularProperty(String name) {
            return "";
        }

        @Override
        public void addRules(IPropertyRules rules) {
        }

        @Override
        public List<IPropertyRules> getRules() {
            return new ArrayList<>();
        }
    }
}
