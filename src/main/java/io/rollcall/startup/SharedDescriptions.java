package io.rollcall.startup;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.modelmbean.ModelMBean;
import javax.management.modelmbean.ModelMBeanInfo;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedInstance;
import org.apache.camel.spring.spi.SpringManagementMBeanAssembler;

/**
 * Lets MBeans of one kind share the description of their attributes and operations: each takes 20 kB, and each connection
 * has twenty MBeans.
 */
final class SharedDescriptions extends SpringManagementMBeanAssembler {

    /** The managed object's class and that of what it stands for, which may have operations of its own. */
    private record Kind(Class<?> managed, Class<?> instance) {

        static Kind of(Object managed) {
            var instance = managed instanceof ManagedInstance wrapper ? wrapper.getInstance() : null;
            return new Kind(managed.getClass(), instance == null ? Void.class : instance.getClass());
        }
    }

    private final Map<Kind, ModelMBeanInfo> descriptions = new ConcurrentHashMap<>();

    SharedDescriptions(CamelContext camel) {
        super(camel);
    }

    @Override
    public ModelMBean assemble(MBeanServer server, Object managed, ObjectName name) throws JMException {
        var bean = super.assemble(server, managed, name);
        if (bean != null && bean.getMBeanInfo() instanceof ModelMBeanInfo own) {
            bean.setModelMBeanInfo(descriptions.computeIfAbsent(Kind.of(managed), kind -> own));
        }
        return bean;
    }
}
